import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { sampleRow } from "../model/upload-row-sample.ts";
import { createReceipts } from "./receipts.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "receipts-"));
});
afterEach(() => rm(folder, { recursive: true }));

const complete = (path: string) =>
  sampleRow({
    state: { phase: "complete", videoId: "v1" },
    finishedAtMs: Date.UTC(2026, 10, 25),
    file: { ...sampleRow().file, path, fileName: "clip.mp4" },
  });

describe("createReceipts", () => {
  it("writes a receipt next to the file when enabled and once the URL is known", async () => {
    let wanted = false;
    let url: string | null = null;
    const log = vi.fn();
    const receipts = createReceipts({ wanted: () => wanted, urlOf: () => url, log });
    const row = complete(join(folder, "clip.mp4"));
    receipts.observe([row, sampleRow()]);
    wanted = true;
    receipts.observe([row]);
    expect(await readdir(folder)).toEqual([]);
    url = "https://biggo.com/video/v1";
    receipts.observe([row]);
    await vi.waitFor(async () => expect(await readdir(folder)).toEqual(["clip.mp4.biggo.json"]));
    expect(JSON.parse(await readFile(join(folder, "clip.mp4.biggo.json"), "utf8"))).toEqual({
      video_id: "v1",
      url,
      file: "clip.mp4",
      size_bytes: 5000,
      fingerprint: row.fingerprint,
      uploaded_at: "2026-11-25T00:00:00.000Z",
    });
    expect(log).not.toHaveBeenCalled();
  });

  it("never replaces a file that is not a receipt", async () => {
    const log = vi.fn();
    const path = join(folder, "clip.mp4.biggo.json");
    await writeFile(path, "my own notes");
    createReceipts({ wanted: () => true, urlOf: () => "https://biggo.com/v", log }).observe([
      complete(join(folder, "clip.mp4")),
    ]);
    await vi.waitFor(() => expect(log).toHaveBeenCalledOnce());
    expect(await readFile(path, "utf8")).toBe("my own notes");
  });

  it("only logs when the folder is not writable", async () => {
    const log = vi.fn();
    const receipts = createReceipts({ wanted: () => true, urlOf: () => "https://biggo.com/v", log });
    receipts.observe([complete(join(folder, "gone", "clip.mp4"))]);
    await vi.waitFor(() => expect(log).toHaveBeenCalledOnce());
    expect(log.mock.calls[0]?.[0]).not.toContain(folder);
  });
});
