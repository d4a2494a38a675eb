import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { makeVideo } from "../../sandbox/testing.ts";
import { createBigGoClient } from "../biggo/index.ts";
import type { VideoChanges } from "../biggo/video-changes.ts";
import { onUploads, setupUploadFixture } from "./uploads.test-harness.ts";

const fixture = setupUploadFixture();

/** A phone of the same account uploads a file, as the published clients do. */
async function uploadFromPhone(path: string, details?: VideoChanges): Promise<string> {
  const { url: baseUrl, clientId, clientSecret } = fixture.sandbox;
  const phone = createBigGoClient({ baseUrl, credentials: { clientId, clientSecret } });
  try {
    return await phone.uploadFile(path, details);
  } finally {
    await phone.close();
  }
}

/** A film of that size (px) and length. */
async function filmOf(name: string, size: string, seconds: number): Promise<string> {
  const [head, path] = [join(fixture.files, `head of ${name}`), join(fixture.files, name)];
  const source = ["-f", "lavfi", "-i", `testsrc2=size=${size}:rate=10:duration=${seconds}`];
  execFileSync("ffmpeg", ["-loglevel", "error", "-y", ...source, "-pix_fmt", "yuv420p", head]);
  await makeVideo(path, { seed: 5001, head });
  return path;
}

/** An upload whose whole body was lost, so that BigGo never got the file; returns its row's id. */
async function loseBody(name: string): Promise<string> {
  await fixture.app.eventually("synced", () => fixture.app.workspace.library.syncState().lastSyncedAtMs !== null);
  await fixture.fault({ kind: "status", status: 502, match: onUploads });
  const id = await fixture.addOne(await fixture.newFile(name));
  await fixture.app.until(id, "uncertain");
  return id;
}

describe("with a second device on the account", () => {
  it("a video of the same length that was described at once is left alone, and the file is sent again", async () => {
    const id = await loseBody("mine.mp4");
    const theirs = await uploadFromPhone(await fixture.newFile("phone.mp4"), { description: "from a phone" });
    const { state } = await fixture.app.until(id, "complete");
    expect(state).not.toMatchObject({ videoId: theirs });
    expect(await fixture.videosNamed("mine.mp4")).toMatchObject([{ title: "mine" }]);
    expect(await fixture.videosNamed("phone.mp4")).toMatchObject([{ title: "", description: "from a phone" }]);
  }, 60_000);

  it("a video of another shape is left alone, and the file is sent again", async () => {
    const id = await loseBody("upright.mp4");
    const seconds = fixture.app.upload(id).lengthSeconds ?? 0;
    await uploadFromPhone(await filmOf("wide.mp4", "320x180", seconds));
    await fixture.app.until(id, "complete");
    expect(await fixture.videosNamed("upright.mp4")).toMatchObject([{ title: "upright" }]);
    expect(await fixture.videosNamed("wide.mp4")).toMatchObject([{ title: "", description: "" }]);
  }, 60_000);

  it("the same file uploaded by the phone is linked as a guess, and nothing of it is changed", async () => {
    // The only video of its length.
    const path = await filmOf("both.mp4", "180x320", 23);
    await uploadFromPhone(path);
    await fixture.app.eventually("listed", async () => {
      await fixture.app.workspace.library.sync();
      return fixture.app.workspace.library.all().some(({ lengthSeconds }) => (lengthSeconds ?? 0) > 22);
    });
    const id = await fixture.addOne(path);
    await fixture.app.until(id, "duplicate");
    await fixture.app.eventually("linked", () => "isGuess" in fixture.app.upload(id).state);
    const row = fixture.app.workspace.engine.get(id);
    if (row !== undefined) fixture.app.workspace.uploadDetails.edit(row, { title: "Mine" });
    await new Promise((resolve) => setTimeout(resolve, 1000));
    expect(await fixture.videosNamed("both.mp4")).toMatchObject([{ title: "", description: "" }]);
  }, 60_000);
});
