import { describe, expect, it } from "vitest";
import { calls } from "../../shared/ipc/contract.ts";
import { createCallLimits } from "./call-limits.ts";

describe("createCallLimits", () => {
  it("refuses a flood of any call, and takes calls again later", () => {
    let nowMs = 0;
    const limits = createCallLimits(() => nowMs);
    for (const name of Object.keys(calls) as (keyof typeof calls)[]) {
      let taken = 0;
      for (let each = 0; each < 50_000; each += 1) {
        const leave = limits.enter(name);
        if (leave !== null) taken += 1;
        leave?.();
      }
      expect(taken, name).toBeLessThanOrEqual(20_000);
      expect(taken, name).toBeGreaterThanOrEqual(20);
    }
    nowMs = 1000;
    for (const name of Object.keys(calls) as (keyof typeof calls)[]) expect(limits.enter(name), name).not.toBeNull();
  });

  it("keeps one call's flood from another", () => {
    const limits = createCallLimits(() => 0);
    while (limits.enter("library.search") !== null);
    expect(limits.enter("settings.get")).not.toBeNull();
  });

  it("never refuses what the window does at once to ten thousand uploads, nor fast typing", () => {
    let nowMs = 0;
    const limits = createCallLimits(() => nowMs);
    for (const name of ["uploads.cancel", "uploads.remove", "uploads.retry"] as const) {
      for (let each = 0; each < 10_000; each += 1) expect(limits.enter(name), name).not.toBeNull();
    }
    for (let key = 0; key < 3000; key += 1) {
      nowMs += 20;
      for (const name of ["uploads.setDetails", "library.search", "products.find"] as const) {
        const leave = limits.enter(name);
        expect(leave, name).not.toBeNull();
        leave?.();
      }
    }
  });

  it("opens a few dialogs at once at most", () => {
    const limits = createCallLimits(() => 0);
    const open = Array.from({ length: 10 }, () => limits.enter("files.pick")).filter((leave) => leave !== null);
    expect(open).toHaveLength(3);
    open[0]?.();
    expect(limits.enter("files.pick")).not.toBeNull();
  });

  it("is not misled by a clock that goes back", () => {
    let nowMs = 1_000_000;
    const limits = createCallLimits(() => nowMs);
    nowMs = 0;
    expect(limits.enter("settings.get")).not.toBeNull();
  });
});
