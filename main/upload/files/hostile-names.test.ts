import { link, lstat, mkdtemp, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { notRegular, within } from "../../foundation/not-regular.test-harness.ts";
import { sampleRow } from "../model/upload-row-sample.ts";
import { createHashThread } from "./hash-thread.ts";
import { identifyFile } from "./inspect-file.ts";
import { createReceipts } from "./receipts.ts";
import { readSidecar } from "./sidecar.ts";

let folder: string;
const cleanups: (() => void)[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "hostile-names-"));
});
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) cleanup();
  await rm(folder, { recursive: true });
});

const at = (name: string) => join(folder, name);
const put = (kind: string, name: string) => {
  const cleanup = notRegular[kind]?.(at(name));
  if (cleanup !== undefined) cleanups.push(cleanup);
};
const kinds = Object.keys(notRegular);

const complete = (name: string, videoId = "v1") =>
  sampleRow({
    id: name,
    state: { phase: "complete", videoId },
    finishedAtMs: Date.UTC(2026, 10, 25),
    file: { ...sampleRow().file, path: at(name), fileName: name },
  });

/** Writes the receipts of these videos; returns what was logged once the last one is written. */
async function writeReceipts(...names: string[]): Promise<string[]> {
  const log = vi.fn<(line: string) => void>();
  const receipts = createReceipts({ wanted: () => true, urlOf: () => "https://biggo.com/video/v1", log });
  receipts.observe([...names.map((name) => complete(name)), complete("last.mp4")]);
  await vi.waitFor(() => stat(at("last.mp4.biggo.json")), 3000);
  return log.mock.calls.map(([line]) => line);
}

describe("a pipe, a device, a folder, a socket, a huge file", () => {
  it.each(kinds)("%s under a receipt's name costs this receipt only", async (kind) => {
    put(kind, "clip.mp4.biggo.json");
    expect(await writeReceipts("clip.mp4")).toHaveLength(1);
  });

  it.each(kinds)("%s under a sidecar's name is no sidecar", async (kind) => {
    put(kind, "clip.json");
    const sidecar = await within(readSidecar(at("clip.mp4")));
    expect(sidecar?.problem?.code ?? null).toBe(kind === "a file of 5 GB" ? "too-big" : null);
  });

  it.each(kinds.filter((kind) => kind !== "a file of 5 GB"))("%s under a video's name is refused", async (kind) => {
    put(kind, "clip.mp4");
    expect(await within(identifyFile(at("clip.mp4")))).toMatchObject({ ok: false });
    const hashes = createHashThread();
    try {
      expect(await within(hashes.hashFile(at("clip.mp4")))).toBeNull();
    } finally {
      await hashes.stop();
    }
  });
});

describe("a user's own JSON is never replaced by a receipt", () => {
  const receipt = {
    video_id: "another",
    url: "https://biggo.com/video/another",
    file: "clip.mp4",
    size_bytes: 5,
    fingerprint: "f",
    uploaded_at: "2026-11-25T00:00:00.000Z",
  };

  it.each([
    ["with a video_id", { video_id: "mine", notes: "which take is the best" }],
    ["that is a receipt with something added", { ...receipt, notes: "which take is the best" }],
    ["that is a receipt with something left out", { video_id: "another", url: receipt.url }],
    ["of lists", [receipt]],
    ["of other types", { ...receipt, size_bytes: "5" }],
  ])("%s", async (_name, own) => {
    await writeFile(at("clip.mp4.biggo.json"), JSON.stringify(own));
    await writeReceipts("clip.mp4");
    expect(JSON.parse(await readFile(at("clip.mp4.biggo.json"), "utf8"))).toEqual(own);
  });

  it("but another video's receipt is, through no link", async () => {
    await writeFile(at("clip.mp4.biggo.json"), JSON.stringify(receipt));
    await writeFile(at("elsewhere.json"), JSON.stringify(receipt));
    await link(at("elsewhere.json"), at("hard.mp4.biggo.json"));
    await symlink(at("elsewhere.json"), at("linked.mp4.biggo.json"));
    await writeReceipts("clip.mp4", "hard.mp4", "linked.mp4");
    expect(JSON.parse(await readFile(at("clip.mp4.biggo.json"), "utf8"))).toMatchObject({ video_id: "v1" });
    expect(JSON.parse(await readFile(at("elsewhere.json"), "utf8"))).toEqual(receipt);
    expect((await lstat(at("linked.mp4.biggo.json"))).isSymbolicLink()).toBe(true);
  });
});
