import { Worker } from "node:worker_threads";

/** A SHA-256 that grows chunk by chunk. */
export interface GrowingHash {
  /** Adds a chunk that is shared memory. Resolves when its memory may be written again. Never rejects. */
  update(chunk: Buffer): Promise<void>;
  /** The hash as 64 hex digits, of everything added so far; null when it could not be computed. Ends it. */
  digest(): Promise<string | null>;
  /** Ends it without a result; may be called repeatedly. */
  end(): void;
}

/** Computes SHA-256 hashes in a thread of its own: a film takes seconds, and the main thread answers the window. */
export interface HashThread {
  begin(): GrowingHash;
  /** The SHA-256 of the file at a path as 64 hex digits; null when it cannot be read. */
  hashFile(path: string): Promise<string | null>;
}

/**
 * The worker's source as a string, because a file would have a different path in tests, in the bundle and in the packaged
 * archive. Chunks arrive as shared memory, so nothing is copied.
 */
const source = `
const { createHash } = require("node:crypto");
const { createReadStream } = require("node:fs");
const { pipeline } = require("node:stream/promises");
const { parentPort } = require("node:worker_threads");
const hashes = new Map();
const take = (id) => {
  const hash = hashes.get(id);
  hashes.delete(id);
  return hash === undefined ? null : hash.digest("hex");
};
const hashFile = async (path) => {
  const hash = createHash("sha256");
  await pipeline(createReadStream(path, { highWaterMark: 1024 * 1024 }), hash);
  return hash.digest("hex");
};
const answerOf = async ({ kind, id, chunk, path }) => {
  switch (kind) {
    case "begin": hashes.set(id, createHash("sha256")); return null;
    case "update": hashes.get(id)?.update(chunk); return null;
    case "digest": return take(id);
    case "end": hashes.delete(id); return null;
    case "file": return hashFile(path).catch(() => null);
  }
};
parentPort.on("message", async (message) => {
  const answer = await answerOf(message);
  parentPort.postMessage({ call: message.call, answer });
});
`;

type Message =
  | { kind: "begin" | "digest" | "end"; id: number }
  | { kind: "update"; id: number; chunk: Uint8Array }
  | { kind: "file"; path: string };

/** Creates the thread, which starts with its first use and keeps the process alive only while it is asked for something. */
export function createHashThread(): HashThread {
  let worker: Worker | null = null;
  let [lastCall, lastId] = [0, 0];
  const waiting = new Map<number, (answer: string | null) => void>();

  const settle = (call: number, answer: string | null) => {
    waiting.get(call)?.(answer);
    waiting.delete(call);
    if (waiting.size === 0) worker?.unref();
  };
  const start = (): Worker => {
    const started = new Worker(source, { eval: true, env: {}, stdin: false });
    started.on("message", ({ call, answer }) => settle(call, answer));
    started.on("error", () => {
      // A hash that is not known only costs a comparison; the next use starts another thread.
      if (worker === started) worker = null;
      for (const call of [...waiting.keys()]) settle(call, null);
    });
    return started;
  };
  const ask = (message: Message): Promise<string | null> =>
    new Promise((resolve) => {
      lastCall += 1;
      waiting.set(lastCall, resolve);
      worker ??= start();
      worker.ref();
      worker.postMessage({ ...message, call: lastCall });
    });

  return {
    begin() {
      lastId += 1;
      const id = lastId;
      void ask({ kind: "begin", id });
      return {
        update: async (chunk) => void (await ask({ kind: "update", id, chunk })),
        digest: () => ask({ kind: "digest", id }),
        end: () => void ask({ kind: "end", id }),
      };
    },
    hashFile: (path) => ask({ kind: "file", path }),
  };
}
