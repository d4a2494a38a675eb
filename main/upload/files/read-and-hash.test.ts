import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { GrowingHash } from "./hash-thread.ts";
import { createHashedBuffers, readBytes } from "./read-and-hash.ts";

/** A hash whose thread needs `msPerChunk` of the test's clock for each chunk. */
function slowHash(clock: { ms: number }, msPerChunk: number): GrowingHash {
  const hash = createHash("sha256");
  return {
    update(chunk) {
      hash.update(chunk);
      let leftMs = msPerChunk;
      return {
        // biome-ignore lint/suspicious/noThenProperty: the clock advances only while something waits.
        then: (resolve: () => void) => {
          clock.ms += leftMs;
          leftMs = 0;
          resolve();
        },
      } as unknown as Promise<void>;
    },
    digest: async () => hash.digest("hex"),
    end: () => {},
  };
}

interface Reading {
  chunks: number;
  acceptedMs: number;
  hashMs?: number;
  isRequired?: boolean;
}

/** Reads chunks, each of which the connection accepts in `acceptedMs`; returns the hash and the right one. */
async function read({ chunks, acceptedMs, hashMs = 0, isRequired = false }: Reading) {
  const clock = { ms: 0 };
  const buffers = createHashedBuffers(slowHash(clock, hashMs), isRequired, () => clock.ms);
  const right = createHash("sha256");
  for (let index = 0; index < chunks; index += 1) {
    const chunk = (await buffers.next()).fill(index).subarray(0, index === chunks - 1 ? 1000 : readBytes);
    right.update(chunk);
    buffers.add(chunk);
    clock.ms += acceptedMs;
  }
  return { digest: await buffers.digest(), right: right.digest("hex"), ms: clock.ms };
}

describe("createHashedBuffers", () => {
  it.each([1, 7, 8, 9, 40])("hashes all of %i chunks of a network's upload", async (chunks) => {
    const { digest, right } = await read({ chunks, acceptedMs: 10 });
    expect(digest).toBe(right);
  });

  it("hashes a short file however fast it is sent", async () => {
    const { digest, right } = await read({ chunks: 8, acceptedMs: 0.1 });
    expect(digest).toBe(right);
  });

  it("gives the hash up for a connection that is faster than any network", async () => {
    expect((await read({ chunks: 40, acceptedMs: 0.8 })).digest).toBeNull();
  });

  it("gives the hash up when it is slower than the connection", async () => {
    const { digest, ms } = await read({ chunks: 400, acceptedMs: 3, hashMs: 6 });
    expect(digest).toBeNull();
    expect(ms).toBeLessThan(1.2 * 400 * 3);
  });

  it.each([0.8, 3])("waits for a required hash at %d ms per chunk", async (acceptedMs) => {
    const { digest, right } = await read({ chunks: 60, acceptedMs, hashMs: 6, isRequired: true });
    expect(digest).toBe(right);
  });
});
