import { appendFile, chmod, mkdir, rename, symlink, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { prepareUploads } from "./uploads.test-harness.ts";

const at = prepareUploads();

describe("files", () => {
  it("are refused each with its own reason, and the others are not disturbed", async () => {
    await writeFile(join(at.files, "notes.txt"), "a text");
    await writeFile(join(at.files, "text named video.mp4"), "a text in disguise");
    await writeFile(join(at.files, "empty.mp4"), "");
    await mkdir(join(at.files, "folder.mp4"));
    await symlink(join(at.files, "loop.mp4"), join(at.files, "loop.mp4"));
    const good = await at.newFile("good.mp4");
    const names = ["notes.txt", "text named video.mp4", "empty.mp4", "loop.mp4", "gone.mp4"];
    const review = await at.app.offer(...names.map((name) => join(at.files, name)), good);
    const verdicts = Object.fromEntries(
      review.items.map(({ fileName, verdict }) => [fileName, verdict.kind === "refused" ? verdict.code : verdict.kind]),
    );
    expect(verdicts).toEqual({
      "notes.txt": "file-not-video",
      "text named video.mp4": "file-not-video",
      "empty.mp4": "file-empty",
      "loop.mp4": "file-unreadable",
      "gone.mp4": "file-missing",
      "good.mp4": "accepted",
    });
  });

  it("come out of folders, the videos only, by name and without going round in circles", async () => {
    const inner = join(at.files, "trip", "day 2");
    await mkdir(inner, { recursive: true });
    await rename(await at.newFile("b10.mp4"), join(at.files, "trip", "b10.mp4"));
    await rename(await at.newFile("b9.mp4"), join(at.files, "trip", "b9.mp4"));
    await rename(await at.newFile("inner.mov"), join(inner, "inner.mov"));
    await writeFile(join(at.files, "trip", "list.txt"), "x");
    await writeFile(join(at.files, "trip", ".hidden.mp4"), "x");
    await symlink(join(at.files, "trip"), join(inner, "back"));
    const review = await at.app.offer(join(at.files, "trip"));
    expect(review.items.map(({ fileName }) => fileName)).toEqual(["b9.mp4", "b10.mp4", "inner.mov"]);
  });

  it("that vanish are waited for, and the rest of the queue goes on", async () => {
    await at.sandbox.control("POST", "account", { secretValid: false });
    const gone = await at.newFile("vanishes.mp4");
    const [first, second] = await at.app.add(gone, await at.newFile("stays.mp4"));
    await at.app.eventually("held", () => at.app.workspace.engine.runner.holds().signedOut);
    await rename(gone, `${gone}.away`);
    await at.sandbox.control("POST", "account", { secretValid: true });
    at.app.workspace.engine.runner.setHold({ signedOut: false });
    await at.app.until(second ?? "", "complete");
    expect((await at.app.until(first ?? "", "needsFile")).state).toMatchObject({ reason: "missing" });
    await rename(`${gone}.away`, gone);
    await at.app.until(first ?? "", "complete");
  });

  it.each([
    ["grown", (path: string) => appendFile(path, "more")],
    ["touched", (path: string) => utimes(path, new Date(), new Date(1_000_000_000_000))],
    ["replaced", async (path: string) => rename(await at.newFile("other.mp4", 6_000_000), path)],
  ])("that are %s while they are sent stop before the last byte", async (how, change) => {
    const before = (await at.stateOf()).counts.uploadsCommitted;
    await at.fault({ kind: "slow-read", bytesPerSecond: 6_000_000 });
    const path = await at.newFile(`${how}.mp4`, 6_000_000);
    const id = await at.addOne(path);
    await at.app.until(id, "sending");
    await change(path);
    expect((await at.app.until(id, "needsFile")).state).toMatchObject({ reason: "changed" });
    expect((await at.stateOf()).counts.uploadsCommitted).toBe(before);
    await at.app.workspace.engine.useNewFile(id);
    await at.app.until(id, "complete");
    expect(await at.videosNamed(`${how}.mp4`)).toHaveLength(1);
  });
});

it("cannot be read while it is not readable", async () => {
  const path = await at.newFile("locked.mp4");
  await chmod(path, 0o000);
  const [item] = (await at.app.offer(path)).items;
  // Root reads everything.
  expect(item?.verdict).toEqual(
    process.getuid?.() === 0 ? { kind: "accepted" } : { kind: "refused", code: "file-unreadable" },
  );
});
