import { chmod, mkdir, rename, symlink, writeFile } from "node:fs/promises";
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
