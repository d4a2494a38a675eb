import { Worker } from "node:worker_threads";

/** Tries regular expressions that are not ours on a text. */
export interface RuleMatcher {
  /**
   * The first pattern that matches, by its place, with its groups; null when none does, when one is none, or when the
   * time is up. Never rejects.
   */
  firstMatch(patterns: readonly string[], text: string): Promise<{ index: number; groups: string[] } | null>;
}

/**
 * A text, not a file: it is the same in tests, in the bundle and in the package's archive. It knows nothing but what it
 * is sent.
 */
const source = `
const { parentPort } = require("node:worker_threads");
parentPort.once("message", ({ patterns, text }) => {
  for (const [index, pattern] of patterns.entries()) {
    let found = null;
    try { found = new RegExp(pattern, "i").exec(text); } catch {}
    if (found) return parentPort.postMessage({ index, groups: found.slice(1).map((group) => group ?? "") });
  }
  parentPort.postMessage(null);
});
parentPort.postMessage("ready");
`;

const limits = { maxOldGenerationSizeMb: 32, maxYoungGenerationSizeMb: 8, stackSizeMb: 2 };

/** How long a worker may take to come up, ms. */
const startMs = 5000;

/**
 * Builds the matcher. A pattern from the network can take longer than the age of the universe, so it runs in a thread
 * of its own that is ended after `timeoutMs`.
 */
export function createRuleMatcher({ timeoutMs = 250 }: { timeoutMs?: number } = {}): RuleMatcher {
  return {
    firstMatch: (patterns, text) =>
      new Promise((resolve) => {
        const worker = new Worker(source, { eval: true, resourceLimits: limits, env: {}, stdin: false });
        let timer = setTimeout(() => end(null), startMs);
        const end = (found: { index: number; groups: string[] } | null) => {
          clearTimeout(timer);
          resolve(found);
          void worker.terminate();
        };
        worker.on("message", (message) => {
          if (message !== "ready") return end(message);
          clearTimeout(timer);
          timer = setTimeout(() => end(null), timeoutMs);
          worker.postMessage({ patterns, text });
        });
        worker.on("error", () => end(null));
      }),
  };
}
