import { beforeEach, describe, expect, it } from "vitest";
import { createNetworkState } from "./network-state.ts";

let system: boolean;
let reports: boolean[];
const start = () => createNetworkState({ isOnline: () => system, onChange: (online) => void reports.push(online) });

beforeEach(() => {
  system = true;
  reports = [];
});

describe("createNetworkState", () => {
  it("reports changes, and the state it begins with", () => {
    const state = start();
    state.poll();
    system = false;
    state.poll();
    state.poll();
    expect(reports).toEqual([true, false]);
    state.report();
    expect(reports).toEqual([true, false, false]);
  });

  it("ignores an answer of BigGo while the system sees the network", () => {
    const state = start();
    state.reached();
    system = false;
    state.poll();
    expect(reports).toEqual([true, false]);
  });

  it.each([
    ["from the start", [false], [false, true]],
    ["after a while", [true, true, false], [true, false, true]],
    ["again and again", [false, true, false], [false, true, false, true]],
  ])("believes an answer of BigGo over a system that wrongly sees no network %s", (_name, polls, expected) => {
    system = polls[0] ?? true;
    const state = start();
    for (const online of polls.slice(1)) {
      system = online;
      state.poll();
    }
    state.reached();
    state.poll();
    expect(reports).toEqual(expected);
    expect(state.isOnline()).toBe(true);
  });

  it("believes the system again once it has seen the network", () => {
    system = false;
    const state = start();
    state.reached();
    state.poll();
    expect(reports).toEqual([false, true]);
    system = true;
    state.poll();
    system = false;
    state.poll();
    expect(reports).toEqual([false, true, false]);
  });
});
