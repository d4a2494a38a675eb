import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";

const module = pathToFileURL(join(import.meta.dirname, "child-side.ts")).href;

/** A process that fills 800 MB in one blocked loop, and would then exit by itself. */
const greedy = `
import { endWhenLarger } from ${JSON.stringify(module)};
endWhenLarger(250);
await new Promise((resolve) => setTimeout(resolve, 500));
const kept = [];
for (let megabytes = 0; megabytes < 800; megabytes += 1) {
  kept.push(Buffer.alloc(1 << 20, 1));
  const untilMs = performance.now() + 2;
  while (performance.now() < untilMs);
}
`;

describe("endWhenLarger", () => {
  it("ends a process that grows while its loop is blocked", async () => {
    const child = spawn(process.execPath, ["--input-type=module", "-e", greedy], { stdio: "ignore" });
    const [, signal] = await once(child, "exit");
    expect(signal).toBe("SIGKILL");
  });
});
