import { describe, expect, it } from "vitest";
import type { WorldOptions } from "./create-world.ts";
import { explore } from "./explore.ts";
import { type FaultName, faults } from "./faults.ts";
import { canFollow, missingPairs, phases } from "./phase-coverage.ts";
import { engineRules } from "./rules.ts";
import { longAbsence, oneUpload, secondDevice, twoUploads } from "./scenarios.ts";

const withForeignVideo: WorldOptions = { ...oneUpload, budget: { ...oneUpload.budget, foreignVideos: 1 } };

describe("explore", () => {
  it("finds no violation in any order of 14 events of one upload", async () => {
    const found = await explore(oneUpload, engineRules, 14);
    expect(found).toMatchObject({ depth: 14, isComplete: false, violation: null });
    // An exploration only proves something if it visits many states.
    expect(found.states).toBeGreaterThan(3000);
    // The rest needs a second device or the longest lists of events.
    const missing = missingPairs(found.coverage);
    expect(missing.filter((pair) => !/^uncertain → |→ duplicate$/.test(pair))).toEqual([]);
  });

  it.each([
    ["after a long absence", longAbsence, 10],
    ["with a second device", secondDevice, 6],
    ["with two uploads that can be confused", twoUploads, 5],
  ] as const)("finds no violation %s", async (_name, options, depth) => {
    const { violation, states } = await explore(options, engineRules, depth);
    expect(violation).toBeNull();
    expect(states).toBeGreaterThan(3000);
  });

  it("never leads back from a video to an upload", async () => {
    const { coverage } = await explore(oneUpload, engineRules, 14);
    const impossible = phases.flatMap((from) =>
      phases.flatMap((to) => (to !== from && !canFollow(from, to) && coverage.get(from)?.has(to) ? [from, to] : [])),
    );
    expect(impossible).toEqual([]);
  });
});

describe("a planted fault", () => {
  const expectations: [FaultName, WorldOptions, RegExp][] = [
    ["recover-confirming-as-queued", oneUpload, /^A is sent again while an earlier whole body is on its way$/],
    ["forget-commit", oneUpload, /^A is sent again while an earlier whole body is on its way$/],
    ["resend-after-refusal", oneUpload, /^A is sent again after a refusal/],
    ["send-again-at-once", oneUpload, /^A is sent again while/],
    ["believe-gateways", oneUpload, /^A is sent again/],
    ["forget-reconcile", oneUpload, /^an upload never settles/],
    ["adopt-any-video", withForeignVideo, /^A claims v1 of other content$/],
    ["ignore-time", longAbsence, /^A claims v1 of other content$/],
  ];

  it("has an expectation for each fault", () => {
    expect(expectations.map(([name]) => name).sort()).toEqual(Object.keys(faults).sort());
  });

  it.each(expectations)("%s gives a counterexample", async (name, options, message) => {
    const { violation } = await explore(options, faults[name], 11);
    expect(violation?.message).toMatch(message);
    expect(violation?.events.length).toBeGreaterThan(2);
    // The engine as it is does not do that.
    expect((await explore(options, engineRules, violation?.events.length ?? 0)).violation).toBeNull();
  });

  it("is reported with the shortest list of events", async () => {
    const { violation } = await explore(oneUpload, faults["resend-after-refusal"], 11);
    expect(violation?.events).toEqual([
      "A: the file is checked",
      "A: first bytes",
      "A: refused (1006)",
      "A: the wait elapses",
    ]);
  });
});
