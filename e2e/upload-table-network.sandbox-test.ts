import { describe, expect, it } from "vitest";
import { onUploads } from "../main/app/uploads.test-harness.ts";
import { fastPolicy } from "../main/app/workspace.test-harness.ts";
import { defaultRetryPolicy } from "../main/upload/model/retry-policy.ts";
import * as network from "./upload-table/network-rows.ts";
import { longRowMs, setupTableFixture } from "./upload-table/table-fixture.test-harness.ts";

const { at, newFolder } = setupTableFixture();

describe("upload table: network, token and process → reaction", () => {
  it("code 4 in the middle of a queue of 10 → one token request, nothing fails", () => network.tokenExpires(at));
  it("wrong or revoked credentials → queue held and kept", () => network.keyRefused(at));
  it("TLS expired, wrong host, self-signed → blocked, never bypassed", () => network.tlsNotTrusted(at));
  it("server reads nothing; never responds → stall timer, answer timer", () => network.serverStandsStill(at));
  it("DNS failure, offline, sleep → no attempt consumed, resumes within 5 s", () => network.networkAway(at), longRowMs);
  it.each([
    ["offline", "stored"],
    ["sleep", "stored"],
    ["offline", "not stored"],
  ] as const)("network lost while confirming (%s, %s) → asked about within seconds of its return", (how, file) =>
    network.networkIsLostWhileConfirming(at, how, file),
  );
  it.each([
    ["a day ahead", 86_400_000],
    ["a day back", -86_400_000],
    ["a year back", -31_536_000_000],
  ])("clock set %s → nothing hangs: waiting and uncertain uploads wake", (_name, byMs) =>
    network.clockIsMoved(at, byMs),
  );
  it("process killed anywhere → recovered, nothing sent twice", () => network.killedAnywhere(at, newFolder), longRowMs);
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
