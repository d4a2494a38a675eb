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

/** How a file that is read to its end is followed. */
export interface Reading {
  /** Ends the reading early, without a result. */
  signal?: AbortSignal;
  /** Called a few times a second with the number of bytes read so far. */
  onBytes?: (bytes: number) => void;
}

/** Computes SHA-256 hashes in a thread of its own: a film takes seconds, and the main thread answers the window. */
export interface HashThread {
  begin(): GrowingHash;
  /** The SHA-256 of the file at a path as 64 hex digits; null when it cannot be read, or its reading was ended. */
  hashFile(path: string, reading?: Reading): Promise<string | null>;
  /** Ends the thread: whatever was asked for, or is from now on, is null. */
  stop(): Promise<void>;
}

/**
 * The worker's source as a string, because a file would have a different path in tests, in the bundle and in the packaged
 * archive. Chunks arrive as shared memory, so nothing is copied.
 */
const source = `
const { createHash } = require("node:crypto");
const { constants } = require("node:fs");
const { open } = require("node:fs/promises");
const { pipeline } = require("node:stream/promises");
const { parentPort } = require("node:worker_threads");
const hashes = new Map();
const take = (id) => {
  const hash = hashes.get(id);
  hashes.delete(id);
  return hash === undefined ? null : hash.digest("hex");
};
const readings = new Map();
const hashFile = async (call, path) => {
  const reading = new AbortController();
  readings.set(call, reading);
  const hash = createHash("sha256");
  let [bytes, postedMs] = [0, performance.now()];
  const count = async function* (chunks) {
    for await (const chunk of chunks) {
      bytes += chunk.length;
      if (performance.now() - postedMs > 200) {
        postedMs = performance.now();
        parentPort.postMessage({ call, bytes });
      }
      yield chunk;
    }
  };
  try {
    // Opening a pipe would wait for a writer, and a device never ends.
    const handle = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK || 0));
    const content = handle.createReadStream({ highWaterMark: 1024 * 1024 });
    if (!(await handle.stat()).isFile()) content.destroy(new Error("not a regular file"));
    await pipeline(content, count, hash, { signal: reading.signal });
    return hash.digest("hex");
  } finally {
    readings.delete(call);
  }
};
const answerOf = async ({ kind, call, id, chunk, path }) => {
  switch (kind) {
    case "begin": hashes.set(id, createHash("sha256")); return null;
    case "update": hashes.get(id)?.update(chunk); return null;
    case "digest": return take(id);
    case "end": hashes.delete(id); return null;
    case "file": return hashFile(call, path).catch(() => null);
    case "endFile": readings.get(id)?.abort(); return null;
  }
};
parentPort.on("message", async (message) => {
  const answer = await answerOf(message);
  parentPort.postMessage({ call: message.call, answer });
});
`;

type Message =
  | { kind: "begin" | "digest" | "end" | "endFile"; id: number }
  | { kind: "update"; id: number; chunk: Uint8Array }
  | { kind: "file"; path: string };

type Report = { call: number; bytes: number } | { call: number; answer: string | null };

interface Asked {
  settle: (answer: string | null) => void;
  onBytes: ((bytes: number) => void) | undefined;
}

/** Creates the thread, which starts with its first use and keeps the process alive only while it is asked for something. */
export function createHashThread(): HashThread {
  let worker: Worker | null = null;
  let [lastCall, lastId] = [0, 0];
  let stopped = false;
  const waiting = new Map<number, Asked>();

  const settle = (call: number, answer: string | null) => {
    waiting.get(call)?.settle(answer);
    waiting.delete(call);
    if (waiting.size === 0) worker?.unref();
  };
  const settleAll = () => {
    for (const call of [...waiting.keys()]) settle(call, null);
  };
  const start = (): Worker => {
    const started = new Worker(source, { eval: true, env: {}, stdin: false });
    started.on("message", (report: Report) => {
      if ("bytes" in report) waiting.get(report.call)?.onBytes?.(report.bytes);
      else settle(report.call, report.answer);
    });
    started.on("error", () => {
      // A hash that is not known only costs a comparison; the next use starts another thread.
      if (worker === started) worker = null;
      settleAll();
    });
    return started;
  };
  /** Asks the thread; `call` names the question, which may be ended by it. */
  const ask = (message: Message, onBytes?: Asked["onBytes"]): { call: number; answer: Promise<string | null> } => {
    lastCall += 1;
    const call = lastCall;
    if (stopped) return { call, answer: Promise.resolve(null) };
    const answer = new Promise<string | null>((resolve) => waiting.set(call, { settle: resolve, onBytes }));
    worker ??= start();
    worker.ref();
    worker.postMessage({ ...message, call });
    return { call, answer };
  };

  return {
    begin() {
      lastId += 1;
      const id = lastId;
      ask({ kind: "begin", id });
      return {
        update: async (chunk) => void (await ask({ kind: "update", id, chunk }).answer),
        digest: () => ask({ kind: "digest", id }).answer,
        end: () => void ask({ kind: "end", id }),
      };
    },
    async hashFile(path, { signal, onBytes } = {}) {
      if (signal?.aborted) return null;
      const { call, answer } = ask({ kind: "file", path }, onBytes);
      const endReading = () => void ask({ kind: "endFile", id: call });
      signal?.addEventListener("abort", endReading, { once: true });
      return answer.finally(() => signal?.removeEventListener("abort", endReading));
    },
    async stop() {
      stopped = true;
      const stopping = worker?.terminate();
      worker = null;
      settleAll();
      await stopping;
    },
  };
}
