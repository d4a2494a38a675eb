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

  it("believes an answer of BigGo over a system that sees no network, until the system has seen it", () => {
    system = false;
    const state = start();
    state.reached();
    state.poll();
    expect(reports).toEqual([false, true]);
    expect(state.isOnline()).toBe(true);
    system = true;
    state.poll();
    system = false;
    state.poll();
    expect(reports).toEqual([false, true, false]);
  });
});
