import { describe, expect, it } from "vitest";
import { sampleRow } from "../model/upload-row-sample.ts";
import { createContentHashes } from "./content-hashes.ts";
import type { Reading } from "./hash-thread.ts";

/** Hashes of files whose reading the test ends. */
function setup() {
  const reading: { path: string; reading: Reading; end: (hash: string | null) => void }[] = [];
  const hashes = createContentHashes({
    hashFile: (path, following) =>
      new Promise((resolve) => {
        following.signal?.addEventListener("abort", () => resolve(null));
        reading.push({ path, reading: following, end: resolve });
      }),
    check: async ({ file }) => file,
  });
  return { hashes, reading };
}
const film = sampleRow();

describe("createContentHashes", () => {
  it("reads a file once for all who ask, and reports to each of them how far it is", async () => {
    const { hashes, reading } = setup();
    const received: [string, number][] = [];
    const first = hashes.of(film, { onBytes: (bytes) => received.push(["first", bytes]) });
    const second = hashes.of(film, { onBytes: (bytes) => received.push(["second", bytes]) });
    await expect.poll(() => reading).toHaveLength(1);
    reading[0]?.reading.onBytes?.(5);
    reading[0]?.end("hash");
    expect(await Promise.all([first, second, hashes.of(film)])).toEqual(["hash", "hash", "hash"]);
    expect(received).toEqual([
      ["first", 5],
      ["second", 5],
    ]);
    expect(reading).toHaveLength(1);
  });

  it("ends a reading only when all who wait for it have left, and begins anew after that", async () => {
    const { hashes, reading } = setup();
    const [leaving, staying] = [new AbortController(), new AbortController()];
    const first = hashes.of(film, { signal: leaving.signal });
    const second = hashes.of(film, { signal: staying.signal });
    await expect.poll(() => reading).toHaveLength(1);
    leaving.abort();
    expect(await first).toBeNull();
    expect(reading[0]?.reading.signal?.aborted).toBe(false);
    staying.abort();
    expect(await second).toBeNull();
    expect(reading[0]?.reading.signal?.aborted).toBe(true);

    const third = hashes.of(film);
    await expect.poll(() => reading).toHaveLength(2);
    reading[1]?.end("hash");
    expect(await third).toBe("hash");
    // Who leaves later changes nothing.
    leaving.abort();
    expect(await hashes.of(film)).toBe("hash");
  });

  it("tries a file again that could not be read", async () => {
    const { hashes, reading } = setup();
    const unreadable = hashes.of(film);
    await expect.poll(() => reading).toHaveLength(1);
    reading[0]?.end(null);
    expect(await unreadable).toBeNull();
    void hashes.of(film);
    await expect.poll(() => reading).toHaveLength(2);
  });
});
