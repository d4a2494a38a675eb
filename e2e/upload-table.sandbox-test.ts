import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { onUploads, setupUploadFixture } from "../main/app/uploads.test-harness.ts";
import { fastPolicy } from "../main/app/workspace.test-harness.ts";
import { defaultRetryPolicy } from "../main/upload/model/retry-policy.ts";
import * as answers from "./upload-table/answer-rows.ts";
import * as disk from "./upload-table/disk-rows.ts";
import * as files from "./upload-table/file-rows.ts";
import * as network from "./upload-table/network-rows.ts";
import { twoInstances } from "./upload-table/two-instances.ts";

const at = setupUploadFixture();
const folders: string[] = [];
const newFolder = async () => {
  const folder = await mkdtemp(join(tmpdir(), "upload-table-"));
  folders.push(folder);
  return folder;
};
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true }))));

const long = 120_000;

/**
 * What happens to an upload, and what the app does: one test per row, against the real sandbox process, TLS server, disk,
 * database and app. What the window says of each row is tested in renderer/items/upload-table.test.ts.
 */
describe("upload table: cause → reaction", () => {
  it("connection reset at 1, 50, 99 % → waits, backs off, resends from a freshly opened file", () =>
    answers.connectionReset(at));
  it(
    "response lost, truncated JSON, HTML with 200, no video_id → uncertain, reconciled, adopted",
    () => answers.answerLost(at),
    long,
  );
  it("1002 on a first attempt → duplicate, linked, not retried", () => answers.repeatOnFirstAttempt(at));
  it("1002 after an uncertain attempt → arrived: reconciled, details saved", () => answers.repeatAfterUncertain(at));
  it("code 4 in the middle of a queue of 10 → one token request, nothing fails", () => network.tokenExpires(at));
  it("wrong or revoked credentials → queue held and kept", () => network.keyRefused(at));
  it("403, 1003, 1006, 1007, 1010, 413, 415 → failed, never retried automatically, early 413 recognised", () =>
    answers.refusedForGood(at));
  it("429, 503 with Retry-After → queue held until then, clamped", () => answers.toldToWait(at), long);
  it("500, 502, 504 before and after the last byte → backs off; uncertain", () => answers.serverErrors(at), long);
  it("TLS expired, wrong host, self-signed → blocked, never bypassed", () => network.tlsNotTrusted(at));
  it("server reads nothing; never responds → stall timer, answer timer", () => network.serverStandsStill(at));
  it(
    "DNS failure, offline, sleep, clock change → no attempt consumed, resumes within 5 s",
    () => network.networkAway(at),
    long,
  );
  it(
    "file missing, on a removed drive, a directory, a loop, empty → waits for it, others continue",
    () => files.fileIsAway(at),
    long,
  );
  it("file truncated, grown, replaced, touched while sending → stopped before the last byte", () =>
    files.fileChanges(at));
  it(
    "sparse file beyond 32 bits → correct lengths, flat memory, responsive event loop",
    () => files.hugeFile(at),
    300_000,
  );
  it(
    "names with quotes, newline, backslash, emoji, 開箱, 255 bytes, not UTF-8 → as they are, or refused",
    () => files.namesArrive(at),
    long,
  );
  it("disk full while committing → last good state kept, held, recovers automatically", () => disk.diskFull(at));
  it(
    "database corrupt, truncated, newer, locked → salvaged and reported; read only; waited for",
    () => disk.databaseTrouble(at),
    long,
  );
  it("details refused (1006, 1008, 1009) → video kept, only details retried", () => answers.detailsRefused(at));
  it("process killed anywhere → recovered, nothing sent twice", () => network.killedAnywhere(at, newFolder), long);
  it(
    "two instances started at once → one owns the queue, the other hands over and ends",
    () => twoInstances(at.sandbox, newFolder),
    240_000,
  );
});

it("completes 100 uploads of equal length whose responses are lost in a row, with 0 duplicates", async () => {
  const before = (await at.sandbox.state()).counts;
  await at.fault({ kind: "drop-answer", match: onUploads, times: 0 });
  const paths = await Promise.all(Array.from({ length: 100 }, (_, index) => at.newFile(`lost ${index}.mp4`)));
  // The app's own commit barrier timeout: a busy machine must not make two responses uncertain at once.
  const other = await at.openOther({ policy: { ...fastPolicy, commitBarrierMs: defaultRetryPolicy.commitBarrierMs } });
  try {
    const ids = await other.add(...paths);
    for (const id of ids) expect((await other.until(id, "complete")).attempts).toBe(1);
  } finally {
    await other.close();
  }
  const after = await at.sandbox.state();
  expect(after.counts.uploadsCommitted - before.uploadsCommitted).toBe(100);
  expect(after.counts.uploadsRepeated).toBe(before.uploadsRepeated);
  for (let index = 0; index < 100; index += 1) {
    expect(await at.videosNamed(`lost ${index}.mp4`)).toMatchObject([{ title: `lost ${index}` }]);
  }
}, 300_000);
