import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { onUploads, prepareUploads } from "../main/app/uploads.test-harness.ts";
import { fastPolicy } from "../main/app/workspace.test-harness.ts";
import { defaultRetryPolicy } from "../main/upload/model/retry-policy.ts";
import * as answers from "./upload-table/answer-rows.ts";
import * as disk from "./upload-table/disk-rows.ts";
import * as files from "./upload-table/file-rows.ts";
import * as network from "./upload-table/network-rows.ts";
import { twoInstances } from "./upload-table/two-instances.ts";

const at = prepareUploads();
const folders: string[] = [];
const newFolder = async () => {
  const folder = await mkdtemp(join(tmpdir(), "upload-table-"));
  folders.push(folder);
  return folder;
};
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true }))));

const long = 120_000;

/**
 * What happens to an upload, and what the app does: one test a row, against the real sandbox process, TLS server, disk,
 * database and app. Each row's words in the window are in renderer/features/queue/upload-table.test.ts.
 */
describe("what happens → what the app does", () => {
  it("connection reset at 1, 50, 99 % → waiting, backoff, again from a freshly opened file", () =>
    answers.connectionReset(at));
  it("answer lost, cut JSON, HTML with 200, no video_id → uncertain, look, adopt", () => answers.answerLost(at), long);
  it("1002 on a first attempt → already there, linked, nothing retried", () => answers.repeatOnFirstAttempt(at));
  it("1002 after an uncertain attempt → it arrived: found, its details saved", () => answers.repeatAfterUncertain(at));
  it("code 4 in the middle of a queue of 10 → one token fetch, nothing fails", () => network.tokenExpires(at));
  it("wrong or revoked credentials → the queue is held and kept whole", () => network.keyRefused(at));
  it("403, 1003, 1006, 1007, 1010, 413, 415 → failed, never retried by itself, early 413 recognised", () =>
    answers.refusedForGood(at));
  it("429, 503 with Retry-After → the queue is held until then, clamped", () => answers.toldToWait(at), long);
  it("500, 502, 504 before and after the last byte → backoff; uncertain", () => answers.serverErrors(at), long);
  it("TLS expired, wrong host, self-signed → blocked, never bypassed", () => network.tlsNotTrusted(at));
  it("server reads nothing; never answers → stall timer, answer timer", () => network.serverStandsStill(at));
  it(
    "DNS gone, offline, sleep, clock moved → no attempt used up, goes on within 5 s",
    () => network.networkAway(at),
    long,
  );
  it(
    "file gone, on a removed drive, a directory, a loop, empty → waits for it, the rest goes on",
    () => files.fileIsAway(at),
    long,
  );
  it("file truncated, grown, replaced, touched while sending → stopped before the last byte", () =>
    files.fileChanges(at));
  it("100 GB sparse file → lengths right, memory flat, event loop free", () => files.hugeFile(at), 300_000);
  it(
    "names with quotes, newline, backslash, emoji, 開箱, 255 bytes, not UTF-8 → as they are, or refused",
    () => files.namesArrive(at),
    long,
  );
  it("disk full while committing → last good state kept, held, recovers by itself", () => disk.diskFull(at));
  it(
    "database corrupt, truncated, newer, locked → salvaged and told; shown only; waited for",
    () => disk.databaseTrouble(at),
    long,
  );
  it("details refused (1006, 1008, 1009) → video kept, details retried alone", () => answers.detailsRefused(at));
  it("process killed anywhere → recovered, nothing twice", () => network.killedAnywhere(at, newFolder), long);
  it(
    "two instances started at once → one owns the queue, the other hands over and ends",
    () => twoInstances(at.sandbox, newFolder),
    240_000,
  );
});

it("a lost answer, 100 times in a row, of equal length: 100 videos, 100 complete, 0 repeats", async () => {
  const before = (await at.sandbox.state()).counts;
  await at.fault({ kind: "drop-answer", match: onUploads, times: 0 });
  const paths = await Promise.all(Array.from({ length: 100 }, (_, index) => at.newFile(`lost ${index}.mp4`)));
  // The app's own patience with a slow answer: a busy machine must not make two answers uncertain at once.
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
