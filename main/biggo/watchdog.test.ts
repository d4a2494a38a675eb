import { setTimeout as delay } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { startWatchdog } from "./watchdog.ts";

/** Stops this thread, as a signal or a laptop's lid stops the whole process. */
function stopFor(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}

describe("startWatchdog", () => {
  it("expires when nothing happens in time", async () => {
    const watchdog = startWatchdog(new AbortController().signal);
    watchdog.expect("stall", 50);
    await delay(150);
    expect(watchdog.signal.aborted).toBe(true);
    expect(watchdog.expired).toMatchObject({ timer: "stall" });
  });

  it("does not blame the connection for the time in which the process was stopped", async () => {
    const watchdog = startWatchdog(new AbortController().signal);
    watchdog.expect("answer", 200);
    stopFor(1500);
    await delay(50);
    expect(watchdog.signal.aborted).toBe(false);
    watchdog.expect("answer", 200);
    stopFor(1500);
    await delay(500);
    expect(watchdog.signal.aborted).toBe(true);
  });
});
