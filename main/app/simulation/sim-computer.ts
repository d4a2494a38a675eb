import type { SimClock } from "../../foundation/sim-clock.ts";

/** The computer that the app runs on: while it sleeps, no timer and no response reaches the app. */
export interface SimComputer {
  /** The clock of the app. */
  clock: SimClock;
  isAsleep(): boolean;
  /** Number of sleeps so far. */
  sleeps(): number;
  /** Sleeps for `ms` of simulated time, then calls back. */
  sleep(ms: number, onWake: () => void): void;
  /** Resolves at once unless it sleeps. */
  awake(): Promise<void>;
}

/** Creates a computer that is awake. */
export function createSimComputer(clock: SimClock): SimComputer {
  let awakeAtMs = 0;
  let sleeps = 0;
  const isAsleep = () => clock.trueMs() < awakeAtMs;

  const after = (ms: number, run: () => void) => {
    let cancel = () => {};
    const fire = () => {
      if (isAsleep()) cancel = clock.after(awakeAtMs - clock.trueMs(), fire);
      else run();
    };
    cancel = clock.after(ms, fire);
    return () => cancel();
  };

  return {
    clock: { ...clock, after, sleep: (ms) => new Promise((resolve) => after(ms, resolve)) },
    isAsleep,
    sleeps: () => sleeps,
    sleep(ms, onWake) {
      sleeps += 1;
      awakeAtMs = clock.trueMs() + ms;
      clock.after(ms, onWake);
    },
    awake: async () => {
      if (isAsleep()) await clock.sleep(awakeAtMs - clock.trueMs());
    },
  };
}
