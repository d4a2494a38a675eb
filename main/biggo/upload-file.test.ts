import { appendFile, mkdtemp, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { BigGoError } from "./biggo-error.ts";
import { createUploadFile } from "./upload-file.ts";
import type { UploadRequest } from "./upload-video.ts";

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "upload-file-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function newFile(name: string, bytes: Buffer): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, bytes);
  return path;
}

/** A fake upload that reads the whole source, and what it received. */
function createFixture(during: () => Promise<void> = async () => {}) {
  const requests: UploadRequest[] = [];
  const chunks: number[] = [];
  const update = vi.fn(async () => {});
  const upload = async (request: UploadRequest) => {
    requests.push(request);
    let sentBytes = 0;
    for await (const chunk of request.source.read()) {
      chunks.push(chunk.length);
      sentBytes += chunk.length;
      request.onProgress(sentBytes);
      await during();
    }
    await request.beforeLastBytes();
    return "v1";
  };
  return { requests, chunks, update, uploadFile: createUploadFile({ upload, update }) };
}

describe("createUploadFile", () => {
  it("streams the file in chunks of 1 MiB and reports progress", async () => {
    const { uploadFile, requests, chunks } = createFixture();
    const path = await newFile("開箱.MP4", Buffer.alloc(2_500_000, 1));
    const progress: [number, number][] = [];
    expect(await uploadFile(path, {}, { onProgress: (...each) => void progress.push(each) })).toBe("v1");
    expect(requests[0]?.source).toMatchObject({ fileName: "開箱.MP4", mediaType: "video/mp4", sizeBytes: 2_500_000 });
    expect(Math.max(...chunks)).toBeLessThanOrEqual(1024 * 1024);
    expect(progress.at(-1)).toEqual([2_500_000, 2_500_000]);
  });

  it.each([
    ["clip.mov", undefined, "video/quicktime"],
    ["clip.unknown", undefined, "application/octet-stream"],
    ["clip", "video/webm", "video/webm"],
  ])("sends %s with media type option %s as %s", async (name, mediaType, expected) => {
    const { uploadFile, requests } = createFixture();
    await uploadFile(await newFile(name, Buffer.from("x")), {}, { mediaType });
    expect(requests[0]?.source.mediaType).toBe(expected);
  });

  it("saves the given details after the upload", async () => {
    const { uploadFile, requests, update } = createFixture();
    const details = { title: "t", access: "unlisted", thumbnailTimeMs: 500 } as const;
    const { signal } = new AbortController();
    await uploadFile(await newFile("a.mp4", Buffer.from("x")), details, { signal });
    expect(requests[0]).toMatchObject({ thumbnailTimeMs: 500, signal });
    expect(update).toHaveBeenCalledWith("v1", details, signal);
  });

  it("makes no call for details that are not given", async () => {
    const { uploadFile, update } = createFixture();
    await uploadFile(await newFile("b.mp4", Buffer.from("x")), { title: undefined });
    expect(update).not.toHaveBeenCalled();
  });

  it("rejects with the video's id when the details are not saved", async () => {
    const { uploadFile, update } = createFixture();
    const cause = new BigGoError("refused", "parameter title is invalid");
    update.mockRejectedValueOnce(cause);
    const uploading = uploadFile(await newFile("c.mp4", Buffer.from("x")), { title: "t" });
    await expect(uploading).rejects.toMatchObject({ name: "DetailsNotSavedError", videoId: "v1", cause });
  });

  it.each([
    ["grew", (path: string) => appendFile(path, "more"), "changed"],
    ["became shorter", (path: string) => truncate(path, 1_200_000), "became shorter"],
  ])("rejects before the last bytes when the file %s", async (_name, change, message) => {
    const path = await newFile("moving.mp4", Buffer.alloc(6_000_000));
    let changed = false;
    const { uploadFile } = createFixture(async () => {
      if (!changed) await change(path);
      changed = true;
    });
    await expect(uploadFile(path)).rejects.toThrow(message);
  });

  it.each([
    ["a missing file", async () => join(folder, "missing.mp4"), "ENOENT"],
    ["an empty file", () => newFile("empty.mp4", Buffer.alloc(0)), "empty"],
    ["a folder", async () => folder, /Not a regular file|EISDIR|EPERM|EACCES/],
  ])("rejects %s without an upload", async (_name, make, message) => {
    const { uploadFile, requests } = createFixture();
    await expect(uploadFile(await make())).rejects.toThrow(message);
    expect(requests).toEqual([]);
  });
});
