import { chmod, mkdir, rename, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { setupUploadFixture } from "./uploads.test-harness.ts";

const fixture = setupUploadFixture();

describe("intake of files", () => {
  it("refuses each invalid file with its own reason and accepts the others", async () => {
    await writeFile(join(fixture.files, "notes.txt"), "a text");
    await writeFile(join(fixture.files, "text named video.mp4"), "a text in disguise");
    await writeFile(join(fixture.files, "empty.mp4"), "");
    await mkdir(join(fixture.files, "folder.mp4"));
    await symlink(join(fixture.files, "loop.mp4"), join(fixture.files, "loop.mp4"));
    const good = await fixture.newFile("good.mp4");
    const names = ["notes.txt", "text named video.mp4", "empty.mp4", "loop.mp4", "gone.mp4"];
    const review = await fixture.app.offer(...names.map((name) => join(fixture.files, name)), good);
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

  it("lists the videos in folders by name, without following symlink cycles", async () => {
    const inner = join(fixture.files, "trip", "day 2");
    await mkdir(inner, { recursive: true });
    await rename(await fixture.newFile("b10.mp4"), join(fixture.files, "trip", "b10.mp4"));
    await rename(await fixture.newFile("b9.mp4"), join(fixture.files, "trip", "b9.mp4"));
    await rename(await fixture.newFile("inner.mov"), join(inner, "inner.mov"));
    await writeFile(join(fixture.files, "trip", "list.txt"), "x");
    await writeFile(join(fixture.files, "trip", ".hidden.mp4"), "x");
    await symlink(join(fixture.files, "trip"), join(inner, "back"));
    const review = await fixture.app.offer(join(fixture.files, "trip"));
    expect(review.items.map(({ fileName }) => fileName)).toEqual(["b9.mp4", "b10.mp4", "inner.mov"]);
  });

  it("refuses a file without read permission", async () => {
    const path = await fixture.newFile("locked.mp4");
    await chmod(path, 0o000);
    const [item] = (await fixture.app.offer(path)).items;
    // Root can read every file.
    expect(item?.verdict).toEqual(
      process.getuid?.() === 0 ? { kind: "accepted" } : { kind: "refused", code: "file-unreadable" },
    );
  });
});
