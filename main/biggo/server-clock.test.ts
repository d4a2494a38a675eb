import { describe, expect, it } from "vitest";
import { createServerClock } from "./server-clock.ts";

function setup() {
  const local = { monotonicMs: 5000, wallMs: 1_700_000_000_000 };
  const clock = createServerClock({ monotonicNow: () => local.monotonicMs, now: () => local.wallMs });
  return { local, clock };
}

const date = "Tue, 15 Nov 1994 08:12:31 GMT";

describe("createServerClock", () => {
  it("follows the Date of the latest response, whatever this computer's clock says", () => {
    const { local, clock } = setup();
    expect(clock.nowMs()).toBeNull();
    clock.observe(date);
    local.monotonicMs += 1500;
    local.wallMs += 1500;
    expect(clock.nowMs()).toBe(Date.UTC(1994, 10, 15, 8, 12, 32, 500));
  });

  it.each([
    ["a sleep, which the monotonic clock does not count", 8 * 3_600_000],
    ["a clock that was set back", -86_400_000],
  ])("is unknown after %s, until the next response", (_name, byMs) => {
    const { local, clock } = setup();
    clock.observe(date);
    local.wallMs += byMs;
    expect(clock.nowMs()).toBeNull();
    clock.observe(date);
    expect(clock.nowMs()).toBe(Date.parse(date));
  });

  it.each([undefined, "", "yesterday", ["a", "b"]])("ignores %j", (malformed) => {
    const { clock } = setup();
    clock.observe(malformed);
    expect(clock.nowMs()).toBeNull();
  });
});
