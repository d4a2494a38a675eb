import { BigGoError } from "../../biggo/biggo-error.ts";
import type { SimComputer } from "./sim-computer.ts";

/** The connections of one process to BigGo. */
export interface SimConnection {
  isAlive(): boolean;
  /** Whether the computer has slept since a request began. */
  hasSleptSince(sleeps: number): boolean;
  sleeps(): number;
  /**
   * Makes a request. It never settles once the process is dead, and no connection survives a sleep of the computer: what
   * the server did is then unknown.
   */
  request<T>(work: () => Promise<T>): Promise<T>;
}

/** Opens the connections of a process that `isAlive`. */
export function createSimConnection(computer: SimComputer, isAlive: () => boolean): SimConnection {
  const hangIfDead = async () => {
    if (!isAlive()) await new Promise(() => {});
  };
  const hasSleptSince = (sleeps: number) => computer.sleeps() !== sleeps;
  return {
    isAlive,
    sleeps: computer.sleeps,
    hasSleptSince,
    async request(work) {
      await hangIfDead();
      const sleeps = computer.sleeps();
      const settled = await work().then(
        (value) => ({ value }),
        (error: unknown) => ({ error }),
      );
      await computer.awake();
      await hangIfDead();
      const isFromNetwork =
        !("error" in settled) || (settled.error instanceof BigGoError && settled.error.kind !== "aborted");
      if (isFromNetwork && hasSleptSince(sleeps))
        throw new BigGoError("network", "lost in a sleep", { systemCode: "ECONNRESET" });
      if ("error" in settled) throw settled.error;
      return settled.value;
    },
  };
}
