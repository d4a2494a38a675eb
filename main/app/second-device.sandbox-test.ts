import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, it } from "vitest";
import { makeVideo } from "../../sandbox/testing.ts";
import { createBigGoClient } from "../biggo/index.ts";
import type { VideoChanges } from "../biggo/video-changes.ts";
import { onDetails, onUploads, setupUploadFixture } from "./uploads.test-harness.ts";

const fixture = setupUploadFixture();

/** A phone of the same account does something, as the published clients do. */
async function onPhone<T>(act: (phone: ReturnType<typeof createBigGoClient>) => Promise<T>): Promise<T> {
  const { url: baseUrl, clientId, clientSecret } = fixture.sandbox;
  const phone = createBigGoClient({ baseUrl, credentials: { clientId, clientSecret } });
  try {
    return await act(phone);
  } finally {
    await phone.close();
  }
}

const uploadFromPhone = (path: string, details?: VideoChanges) => onPhone((phone) => phone.uploadFile(path, details));

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
  // What a phone uploads meanwhile is there when the listing is.
  await fixture.fault({ kind: "status", status: 500, match: { method: "GET", path: "/user/self/video" }, times: 0 });
  const id = await fixture.addOne(await fixture.newFile(name));
  await fixture.app.until(id, "uncertain");
  return id;
}

const listAgain = () => fixture.sandbox.control("DELETE", "faults");

/** Moves what is stored of the upload's attempt into the past, in which the app was killed at "Finishing". */
function killAtFinishing(id: string, path: string, agoMs: number): void {
  const database = new DatabaseSync(path);
  const stored = database.prepare("SELECT attempt FROM upload WHERE id = ?").get(id)?.attempt;
  const attempt = JSON.parse(String(stored));
  attempt.startedAtMs -= agoMs;
  if (attempt.newestKnownMs !== null) attempt.newestKnownMs -= agoMs;
  for (const body of attempt.bodies) Object.assign(body, { fromMs: body.fromMs - agoMs, toMs: body.toMs - agoMs });
  database
    .prepare("UPDATE upload SET attempt = ?, state = ?, uncertain_before = 0 WHERE id = ?")
    .run(JSON.stringify(attempt), JSON.stringify({ phase: "confirming" }), id);
  database.close();
}

describe("with a second device on the account", () => {
  it("a video of the same length that was described at once is left alone, and the file is sent again", async () => {
    const id = await loseBody("mine.mp4");
    const theirs = await uploadFromPhone(await fixture.newFile("phone.mp4"), { description: "from a phone" });
    await listAgain();
    const { state } = await fixture.app.until(id, "complete");
    expect(state).not.toMatchObject({ videoId: theirs });
    expect(await fixture.videosNamed("mine.mp4")).toMatchObject([{ title: "mine" }]);
    expect(await fixture.videosNamed("phone.mp4")).toMatchObject([{ title: "", description: "from a phone" }]);
  }, 60_000);

  it("a video of another shape is left alone, and the file is sent again", async () => {
    const id = await loseBody("upright.mp4");
    const seconds = fixture.app.upload(id).lengthSeconds ?? 0;
    await uploadFromPhone(await filmOf("wide.mp4", "320x180", seconds));
    await listAgain();
    await fixture.app.until(id, "complete");
    expect(await fixture.videosNamed("upright.mp4")).toMatchObject([{ title: "upright" }]);
    expect(await fixture.videosNamed("wide.mp4")).toMatchObject([{ title: "", description: "" }]);
  }, 60_000);

  it("a video of the same length eight hours after a kill at Finishing is left alone, and the file is sent again", async () => {
    const { app } = fixture;
    const id = await loseBody("killed.mp4");
    const path = app.databasePath();
    await app.reopen(async () => {
      killAtFinishing(id, path, 8 * 3_600_000);
      await uploadFromPhone(await fixture.newFile("evening.mp4"));
      await listAgain();
    });
    const { state } = await app.until(id, "complete");
    const [mine] = await fixture.videosNamed("killed.mp4");
    expect(state).toMatchObject({ videoId: mine?.video_id });
    expect(mine).toMatchObject({ title: "killed" });
    expect(await fixture.videosNamed("evening.mp4")).toMatchObject([{ title: "", description: "" }]);
  }, 60_000);

  it("a video that is still processed is waited for, and left alone when its length is another", async () => {
    const { app, sandbox } = fixture;
    await sandbox.control("POST", "processing", { ms: 3000 });
    try {
      const id = await loseBody("patient.mp4");
      const seconds = app.upload(id).lengthSeconds ?? 0;
      await uploadFromPhone(await filmOf("longer.mp4", "180x320", seconds + 5));
      await listAgain();
      const sentAgain = () => app.phasesOf(id).filter((phase) => phase === "sending").length > 1;
      await new Promise((resolve) => setTimeout(resolve, 1500));
      expect(sentAgain()).toBe(false);
      expect(app.upload(id).state).toMatchObject({ phase: "uncertain", candidates: [] });
      await app.until(id, "processing", "complete");
      expect(sentAgain()).toBe(true);
      expect(await fixture.videosNamed("patient.mp4")).toMatchObject([{ title: "patient" }]);
      expect(await fixture.videosNamed("longer.mp4")).toMatchObject([{ title: "" }]);
    } finally {
      await sandbox.control("POST", "processing", { ms: 50 });
    }
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

  it("what the phone writes while details wait to be saved is not overwritten: the user decides", async () => {
    await fixture.fault({ kind: "status", status: 503, match: onDetails, times: 0 });
    const path = await fixture.newFile("waiting.mp4");
    const id = await fixture.addOne(path);
    fixture.app.workspace.engine.edit(id, { title: "Mine", description: "mine" });
    const { state } = await fixture.app.until(id, "saving");
    const videoId = "videoId" in state && state.videoId !== null ? state.videoId : "";
    await onPhone((phone) => phone.videos.update(videoId, { description: "from the phone" }));
    await fixture.sandbox.control("DELETE", "faults");
    const { library } = fixture.app.workspace;
    await fixture.app.eventually("asked", () => library.get(videoId)?.save.state === "conflict");
    expect(library.get(videoId)?.save).toMatchObject({ theirs: { description: "from the phone" } });
    expect(await fixture.videosNamed("waiting.mp4")).toMatchObject([{ title: "Mine", description: "from the phone" }]);
    library.resolveConflict(videoId, "mine");
    await fixture.app.eventually(
      "saved",
      async () => (await fixture.videosNamed("waiting.mp4"))[0]?.description === "mine",
    );
  }, 60_000);

  it("an access that the phone sets before completion is not overwritten by the publishing", async () => {
    await fixture.sandbox.control("POST", "processing", { ms: 60_000 });
    const id = await fixture.addOne(await fixture.newFile("stays.mp4"));
    fixture.app.workspace.engine.edit(id, { access: "public", stayPrivate: true });
    const { state } = await fixture.app.until(id, "processing");
    const videoId = "videoId" in state && state.videoId !== null ? state.videoId : "";
    await onPhone((phone) => phone.videos.update(videoId, { access: "unlisted" }));
    await fixture.sandbox.control("POST", "processing", { ms: 50 });
    await fixture.app.until(id, "complete");
    const { library } = fixture.app.workspace;
    await fixture.app.eventually("asked", () => library.get(videoId)?.save.state === "conflict");
    expect(library.get(videoId)?.save).toMatchObject({ theirs: { access: "unlisted" } });
  }, 60_000);
});
