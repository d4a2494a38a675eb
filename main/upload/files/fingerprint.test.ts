import { mkdtemp, open, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fingerprintOf } from "./fingerprint.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "fingerprint-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function fingerprint(bytes: Buffer): Promise<string> {
  const path = join(folder, "file");
  await writeFile(path, bytes);
  const handle = await open(path);
  try {
    return await fingerprintOf(handle, bytes.length);
  } finally {
    await handle.close();
  }
}

describe("fingerprintOf", () => {
  it("is equal for equal content and differs by size, start and end", async () => {
    for (const size of [1, 600_000, 4 * 1024 * 1024, 9_000_000]) {
      const bytes = Buffer.alloc(size, 7);
      const first = await fingerprint(bytes);
      expect(await fingerprint(Buffer.from(bytes))).toBe(first);
      expect(await fingerprint(Buffer.alloc(size + 1, 7))).not.toBe(first);
      for (const offset of [0, size - 1]) {
        const changed = Buffer.from(bytes);
        changed[offset] = 8;
        expect(await fingerprint(changed), `${size} at ${offset}`).not.toBe(first);
      }
    }
  });
});
