import { describe, expect, it } from "vitest";
import { createFaultPlan, phaseOf } from "./fault-plan.ts";
import { faultSpec } from "./fault-spec.ts";

const upload = { method: "POST", path: "/api/v1/video/" };
const listing = { method: "GET", path: "/api/v1/user/self/video/" };

describe("createFaultPlan", () => {
  it("applies a fault as often as its times, by default once", () => {
    const plan = createFaultPlan([{ kind: "refuse", times: 2 }, { kind: "html" }]);
    const kinds = [1, 2, 3, 4].map(() => plan.take(listing).outcome?.kind ?? null);
    expect(kinds).toEqual(["refuse", "refuse", "html", null]);
    expect(plan.pending()).toEqual([]);
  });

  it("keeps a fault with times 0 until it is cleared", () => {
    const plan = createFaultPlan([{ kind: "drop-answer", times: 0 }]);
    for (let round = 0; round < 50; round += 1) expect(plan.take(upload).outcome?.kind).toBe("drop-answer");
    expect(plan.pending()).toMatchObject([{ kind: "drop-answer", left: null }]);
    plan.clear();
    expect(plan.take(upload).outcome).toBeNull();
  });

  it("combines pacing faults with an outcome fault", () => {
    const plan = createFaultPlan([
      { kind: "delay", ms: 5 },
      { kind: "status", status: 503 },
      { kind: "slow-read", bytesPerSecond: 10 },
      { kind: "listing-lag", ms: 900 },
    ]);
    expect(plan.take(upload)).toMatchObject({
      outcome: { status: 503 },
      delayMs: 5,
      bytesPerSecond: 10,
      listingLagMs: 0,
    });
    expect(plan.take(listing)).toEqual({ outcome: null, delayMs: 0, bytesPerSecond: null, listingLagMs: 900 });
    expect(plan.take(listing).listingLagMs).toBe(900);
  });

  it("matches by method and path, and upload faults only match uploads by default", () => {
    const plan = createFaultPlan([
      { kind: "html", match: { method: "patch", path: "^/api/v1/video/[^/]+$" } },
      { kind: "missing-id" },
      { kind: "expired-token" },
    ]);
    expect(plan.take({ method: "POST", path: "/auth/v1/token" }).outcome).toBeNull();
    expect(plan.take({ method: "GET", path: "/media/videos/a.mp4" }).outcome).toBeNull();
    expect(plan.take(listing).outcome?.kind).toBe("expired-token");
    expect(plan.take({ method: "PATCH", path: "/api/v1/video/a" }).outcome?.kind).toBe("html");
    expect(plan.take(upload).outcome?.kind).toBe("missing-id");
  });
});

describe("phaseOf", () => {
  it("returns the phase that the spec selects", () => {
    expect(phaseOf({ kind: "status", status: 500 })).toBe("handler");
    expect(phaseOf({ kind: "status", status: 413, early: true })).toBe("headers");
    expect(phaseOf({ kind: "status", status: 502, committed: true })).toBe("response");
    expect(phaseOf({ kind: "stall", when: "body" })).toBe("headers");
    expect(phaseOf({ kind: "stall" })).toBe("response");
  });
});

describe("faultSpec", () => {
  it("rejects an unknown kind, field or an invalid pattern", () => {
    expect(faultSpec.safeParse({ kind: "rain" }).success).toBe(false);
    expect(faultSpec.safeParse({ kind: "delay", ms: 5, percent: 3 }).success).toBe(false);
    expect(faultSpec.safeParse({ kind: "reset" }).success).toBe(false);
    expect(faultSpec.safeParse({ kind: "refuse", match: { path: "(" } }).success).toBe(false);
    expect(faultSpec.safeParse({ kind: "refuse", match: { url: "/" } }).success).toBe(false);
  });
});
