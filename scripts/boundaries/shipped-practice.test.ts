import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readArrows } from "./source-graph.ts";

const root = join(import.meta.dirname, "../..");
const arrows = readArrows(root);

/** Every file that a file leads to, itself included. */
function reachedFrom(entry: string): Set<string> {
  const reached = new Set([entry]);
  for (const file of reached) {
    for (const { from, to } of arrows) if (from === file && to.kind === "file") reached.add(to.name);
  }
  return reached;
}

const forTests = [
  "sandbox/control-routes.ts",
  "sandbox/apply-faults.ts",
  "sandbox/fault-plan.ts",
  "sandbox/fault-responses.ts",
  "sandbox/fault-spec.ts",
  "sandbox/faulty-body.ts",
];

describe("the shipped entry of the practice server", () => {
  it("has no control routes and no fault injection", () => {
    const shipped = reachedFrom("sandbox/practice-process.ts");
    expect(shipped).toContain("sandbox/build-server.ts");
    expect(forTests.filter((file) => shipped.has(file))).toEqual([]);
  });

  it("is not the entry of the tests, which has both", () => {
    const entry = reachedFrom("sandbox/cli.ts");
    expect(forTests.filter((file) => !entry.has(file))).toEqual([]);
  });
});
