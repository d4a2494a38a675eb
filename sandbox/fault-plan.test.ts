import { expect, test } from "vitest";
import { createFaultPlan, momentOf } from "./fault-plan.ts";
import { faultSpec } from "./fault-spec.ts";

const upload = { method: "POST", path: "/api/v1/video/" };
const listing = { method: "GET", path: "/api/v1/user/self/video/" };

test("a fault meets as many requests as its times say, once when left out", () => {
  const plan = createFaultPlan([{ kind: "refuse", times: 2 }, { kind: "html" }]);
  const kinds = [1, 2, 3, 4].map(() => plan.take(listing).ending?.kind ?? null);
  expect(kinds).toEqual(["refuse", "refuse", "html", null]);
  expect(plan.pending()).toEqual([]);
});

test("times 0 never ends until it is cleared", () => {
  const plan = createFaultPlan([{ kind: "drop-answer", times: 0 }]);
  for (let round = 0; round < 50; round += 1) expect(plan.take(upload).ending?.kind).toBe("drop-answer");
  expect(plan.pending()).toMatchObject([{ kind: "drop-answer", left: null }]);
  plan.clear();
  expect(plan.take(upload).ending).toBeNull();
});

test("pacing faults come on top of an ending", () => {
  const plan = createFaultPlan([
    { kind: "delay", ms: 5 },
    { kind: "status", status: 503 },
    { kind: "slow-read", bytesPerSecond: 10 },
    { kind: "listing-lag", ms: 900 },
  ]);
  expect(plan.take(upload)).toMatchObject({ ending: { status: 503 }, delayMs: 5, bytesPerSecond: 10, listingLagMs: 0 });
  expect(plan.take(listing)).toEqual({ ending: null, delayMs: 0, bytesPerSecond: null, listingLagMs: 900 });
  expect(plan.take(listing).listingLagMs).toBe(900);
});

test("method and path narrow a fault; kinds about uploads meet only those by themselves", () => {
  const plan = createFaultPlan([
    { kind: "html", match: { method: "patch", path: "^/api/v1/video/[^/]+$" } },
    { kind: "missing-id" },
    { kind: "expired-token" },
  ]);
  expect(plan.take({ method: "POST", path: "/auth/v1/token" }).ending).toBeNull();
  expect(plan.take({ method: "GET", path: "/media/videos/a.mp4" }).ending).toBeNull();
  expect(plan.take(listing).ending?.kind).toBe("expired-token");
  expect(plan.take({ method: "PATCH", path: "/api/v1/video/a" }).ending?.kind).toBe("html");
  expect(plan.take(upload).ending?.kind).toBe("missing-id");
});

test("an ending acts at the moment its spec asks for", () => {
  expect(momentOf({ kind: "status", status: 500 })).toBe("instead");
  expect(momentOf({ kind: "status", status: 413, early: true })).toBe("headers");
  expect(momentOf({ kind: "status", status: 502, committed: true })).toBe("answer");
  expect(momentOf({ kind: "stall", when: "body" })).toBe("headers");
  expect(momentOf({ kind: "stall" })).toBe("answer");
});

test("a spec with an unknown kind, field or pattern is refused", () => {
  expect(faultSpec.safeParse({ kind: "rain" }).success).toBe(false);
  expect(faultSpec.safeParse({ kind: "delay", ms: 5, percent: 3 }).success).toBe(false);
  expect(faultSpec.safeParse({ kind: "reset" }).success).toBe(false);
  expect(faultSpec.safeParse({ kind: "refuse", match: { path: "(" } }).success).toBe(false);
  expect(faultSpec.safeParse({ kind: "refuse", match: { url: "/" } }).success).toBe(false);
});
