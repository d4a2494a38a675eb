import { describe, expect, it } from "vitest";
import { createServerClock } from "./server-clock.ts";

describe("createServerClock", () => {
  it("follows the Date of the latest response, whatever this computer's clock says", () => {
    let monotonicMs = 5000;
    const clock = createServerClock(() => monotonicMs);
    expect(clock.nowMs()).toBeNull();
    clock.observe("Tue, 15 Nov 1994 08:12:31 GMT");
    monotonicMs += 1500;
    expect(clock.nowMs()).toBe(Date.UTC(1994, 10, 15, 8, 12, 32, 500));
  });

  it.each([undefined, "", "yesterday", ["a", "b"]])("ignores %j", (date) => {
    const clock = createServerClock(() => 0);
    clock.observe(date);
    expect(clock.nowMs()).toBeNull();
  });
});
