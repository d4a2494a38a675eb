import { describe, expect, it } from "vitest";
import { coverPhases, describeCoverage, missingPairs } from "./phase-coverage.ts";
import { findStuck, propagate } from "./propagate.ts";
import { createStateGraph } from "./state-graph.ts";

/** checking → queued ⇄ sending → complete; the last event needs luck unless `benign`. */
function sampleGraph(benign: boolean) {
  const graph = createStateGraph(1);
  graph.add({ phases: ["checking"], isFinal: false }, -1, "");
  for (const [from, phase] of ["queued", "sending", "complete"].entries())
    graph.add({ phases: [phase], isFinal: phase === "complete" }, from, `to ${phase}`);
  graph.connect(1, true);
  graph.endState();
  graph.connect(2, true);
  graph.endState();
  graph.connect(1, true);
  graph.connect(3, benign);
  graph.endState();
  graph.endState();
  return graph;
}

describe("createStateGraph", () => {
  it("counts states and events, and lists the events that lead to a state", () => {
    const graph = sampleGraph(true);
    expect([graph.size, graph.expanded, graph.events]).toEqual([4, 4, 4]);
    expect(graph.path(3)).toEqual(["to queued", "to sending", "to complete"]);
    expect(graph.phaseOf(2, 0)).toBe("sending");
  });

  it("keeps thousands of states", () => {
    const graph = createStateGraph(2);
    for (let state = 0; state < 5000; state += 1)
      graph.add({ phases: ["queued", "paused"], isFinal: state === 4999 }, state - 1, `event ${state % 7}`);
    expect(graph.path(4999)).toHaveLength(4999);
    expect([graph.isFinal(4998), graph.isFinal(4999), graph.phaseOf(4999, 1)]).toEqual([false, true, "paused"]);
  });
});

describe("propagate", () => {
  it("carries bits back through cycles", () => {
    expect([...propagate(sampleGraph(true), (state) => 1 << state, false)]).toEqual([15, 14, 14, 8]);
  });
});

describe("findStuck", () => {
  it("finds the first state from which nothing final is reached without luck", () => {
    expect(findStuck(sampleGraph(true))).toBeNull();
    expect(findStuck(sampleGraph(false))).toBe(0);
  });

  it("does not call a state stuck that leads beyond what was explored", () => {
    const graph = createStateGraph(1);
    graph.add({ phases: ["checking"], isFinal: false }, -1, "");
    graph.add({ phases: ["queued"], isFinal: false }, 0, "next");
    graph.connect(1, true);
    graph.endState();
    expect(findStuck(graph)).toBeNull();
  });
});

describe("coverPhases", () => {
  const coverage = coverPhases(sampleGraph(true), 0);

  it("says which phases follow which", () => {
    expect([...(coverage.get("queued") ?? [])].sort()).toEqual(["complete", "queued", "sending"]);
    expect([...(coverage.get("complete") ?? [])]).toEqual([]);
  });

  it("names the pairs that are missing, and none that cannot be", () => {
    const missing = missingPairs(coverage);
    expect(missing).toContain("queued → checking");
    expect(missing).not.toContain("queued → sending");
    expect(missing.some((pair) => pair.startsWith("complete"))).toBe(false);
  });

  it("is printed as a table", () => {
    const lines = describeCoverage(coverage);
    expect(lines.find((line) => line.startsWith("checking"))).toMatch(/^checking +\? {4}x {4}x/);
    expect(lines.find((line) => line.startsWith("complete"))).not.toContain("?");
  });
});
