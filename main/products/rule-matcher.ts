import { Worker } from "node:worker_threads";

/** Matches untrusted regular expressions against a text. */
export interface RuleMatcher {
  /**
   * The index of the first matching pattern, with its groups. Invalid patterns are skipped. Null when none matches or
   * the time limit is reached. Never rejects.
   */
  firstMatch(patterns: readonly string[], text: string): Promise<{ index: number; groups: string[] } | null>;
}

/**
 * The worker's source as a string, because a file would have a different path in tests, in the bundle and in the
 * packaged archive. It depends on nothing but the message it receives.
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

/** How long a worker may take to start, ms. */
const startTimeoutMs = 5000;

/**
 * Builds the matcher. A pattern from the network can backtrack exponentially, so it runs in its own worker thread,
 * which is terminated after `timeoutMs`.
 */
export function createRuleMatcher({ timeoutMs = 250 }: { timeoutMs?: number } = {}): RuleMatcher {
  return {
    firstMatch: (patterns, text) =>
      new Promise((resolve) => {
        const worker = new Worker(source, { eval: true, resourceLimits: limits, env: {}, stdin: false });
        let timer = setTimeout(() => finish(null), startTimeoutMs);
        const finish = (found: { index: number; groups: string[] } | null) => {
          clearTimeout(timer);
          resolve(found);
          void worker.terminate();
        };
        worker.on("message", (message) => {
          if (message !== "ready") return finish(message);
          clearTimeout(timer);
          timer = setTimeout(() => finish(null), timeoutMs);
          worker.postMessage({ patterns, text });
        });
        worker.on("error", () => finish(null));
      }),
  };
}
