import { AppError } from "../../../shared/errors.ts";
import type { BigGoClient } from "../../biggo/client.ts";
import type { Clock } from "../../foundation/clock.ts";
import type { FileSource } from "../files/file-source.ts";
import type { RetryPolicy } from "../model/retry-policy.ts";
import type { SendFailure } from "../model/send-failure.ts";
import type { FileIdentity, SeenBefore, UploadRow } from "../model/upload-row.ts";
import type { Runner } from "../queue/runner.ts";
import { classifySendFailure } from "./classify-failure.ts";
import { createCommitBarrier } from "./commit-barrier.ts";
import { createGate, type Gate } from "./gate.ts";
import type { ProgressMeter } from "./progress-meter.ts";
import { createSlicePace, type SlicePace } from "./slice-pace.ts";
import type { SpeedLimit } from "./speed-limit.ts";

export interface TransferDeps {
  open: (identity: FileIdentity) => FileSource;
  client: Pick<BigGoClient, "upload">;
  runner: () => Pick<Runner, "dispatch" | "report" | "get" | "rows">;
  meter: ProgressMeter;
  speedLimit: SpeedLimit;
  clock: Clock;
  /** Monotonic ms. */
  monotonicNow: () => number;
  random: () => number;
  /** What the library has seen so far. */
  librarySeen: () => SeenBefore;
  /** Resolves once what is on BigGo now has been seen, or could not be for a while. Never rejects. */
  catchUpLibrary: () => Promise<void>;
  policy: RetryPolicy;
  /** Grows each time the network was lost or the computer slept; `gone` while it is away. */
  network: () => { losses: number; gone: boolean };
}

/** The attempts that are on the wire. */
export interface Transfers {
  start(row: UploadRow): void;
  abort(id: string): void;
  /** Stops sending and holds the connection; after a while it asks to be let go. */
  hold(row: UploadRow): void;
  resume(id: string): void;
  /** The network is back: a transfer that stands still for a while from now on is reported as stuck. */
  watchStuck(): void;
  /** A row has moved: whoever waits for another one looks again. */
  rowsChanged(): void;
  stop(): Promise<void>;
}

interface Transfer {
  controller: AbortController;
  attempt: number;
  gate: Gate;
  pace: SlicePace;
  gauge: ReturnType<ProgressMeter["begin"]>;
  sentBytes: number;
  /** Bytes of the file have gone out; all of them have. */
  begun: boolean;
  allSent: boolean;
  /** Calls off the end of a hold. */
  cancelHoldTimer: () => void;
  done: Promise<void>;
}

/** What broke may have been refused unheard: the next attempt listens first, for longer than an answer takes, ms. */
const listenMs = 500;

/** Builds the transfers. What becomes of an attempt is reported to the runner; nothing throws. */
export function createTransfers(deps: TransferDeps): Transfers {
  const { clock, policy } = deps;
  const transfers = new Map<string, Transfer>();
  const barrier = createCommitBarrier({ rows: () => deps.runner().rows(), clock, policy });

  /** Lets a slice of the file go: when the row is not held, and at the pace of the limit. */
  const admit = (transfer: Transfer, bytes: number): number | Promise<number> => {
    transfer.begun = true;
    const { gate, pace } = transfer;
    const slice = Math.min(bytes, deps.speedLimit.sliceBytes(), pace.sliceBytes());
    pace.begun();
    if (!gate.isClosed() && !deps.speedLimit.isOn()) return slice;
    const wait = async () => {
      await gate.passed();
      await deps.speedLimit.take(slice);
      await gate.passed();
      pace.begun();
      return slice;
    };
    return wait();
  };

  /** Awaited before the closing boundary goes: the write-ahead rule. */
  const confirm = async (row: UploadRow, source: FileSource, { gate, attempt, controller }: Transfer) => {
    const claim = barrier.acquire(row);
    try {
      do {
        await gate.passed();
        await claim.uncontested(controller.signal);
        await deps.catchUpLibrary();
        await source.verifyUnchanged();
        // Only what holds after the last wait counts; from here to the commit nothing is awaited.
      } while ((gate.isClosed() || claim.isContested()) && !controller.signal.aborted);
    } finally {
      claim.release();
    }
    deps.runner().dispatch(row.id, { type: "lastBytesReady", attempt, seen: deps.librarySeen() });
    const now = deps.runner().get(row.id);
    if (now?.state.phase !== "confirming" || now.attempts !== attempt) {
      throw new AppError("cancelled", "The upload was cancelled before its last bytes");
    }
  };

  const send = async (row: UploadRow, transfer: Transfer) => {
    const { attempt, gauge, controller } = transfer;
    const source = deps.open(row.file);
    const before = deps.network();
    let lastBytesSent = false;
    try {
      await source.verifyUnchanged();
      const videoId = await deps.client.upload({
        source,
        thumbnailTimeMs: row.details.coverTimeMs ?? undefined,
        boundary: row.attempt?.boundary ?? row.id,
        signal: controller.signal,
        listenMs: row.failures > 0 ? listenMs : undefined,
        admit: (bytes) => admit(transfer, bytes),
        onProgress(sentBytes) {
          transfer.sentBytes = sentBytes;
          transfer.pace.taken();
          gauge.sent(sentBytes);
        },
        beforeLastBytes: async () => {
          transfer.allSent = true;
          await confirm(row, source, transfer);
          lastBytesSent = true;
        },
      });
      deps.runner().report(row.id, { type: "arrived", attempt, videoId });
    } catch (error) {
      const now = deps.network();
      const networkLost = now.gone || now.losses > before.losses;
      const failure = blame(classifySendFailure(error, lastBytesSent), networkLost);
      const { begun } = transfer;
      const event = { type: "sendFailed", attempt, begun, failure, atMs: clock.now(), random: deps.random() } as const;
      deps.runner().report(row.id, event);
    } finally {
      transfer.cancelHoldTimer();
      // Whatever still waits at the gate ends, and closes its file.
      transfer.gate.open();
      gauge.end();
    }
  };

  const abort = (id: string) => {
    const transfer = transfers.get(id);
    transfer?.cancelHoldTimer();
    transfer?.controller.abort();
    // Whatever waits at the gate or the door is to find that out.
    transfer?.gate.open();
    barrier.rowsChanged();
  };

  return {
    start(row) {
      const transfer: Transfer = {
        controller: new AbortController(),
        attempt: row.attempts,
        gate: createGate(),
        pace: createSlicePace(deps.monotonicNow),
        gauge: deps.meter.begin(row.id, row.file.sizeBytes),
        sentBytes: 0,
        begun: false,
        allSent: false,
        cancelHoldTimer: () => {},
        done: Promise.resolve(),
      };
      transfers.set(row.id, transfer);
      transfer.done = send(row, transfer).finally(() => {
        if (transfers.get(row.id) === transfer) transfers.delete(row.id);
      });
    },
    abort,
    hold(row) {
      const transfer = transfers.get(row.id);
      if (transfer === undefined) return;
      transfer.gate.close();
      transfer.gauge.hold(true);
      transfer.cancelHoldTimer();
      transfer.cancelHoldTimer = clock.after(policy.holdConnectionMs, () => {
        deps.runner().report(row.id, { type: "releaseConnection", attempt: transfer.attempt });
      });
    },
    resume(id) {
      const transfer = transfers.get(id);
      transfer?.cancelHoldTimer();
      transfer?.gauge.hold(false);
      transfer?.gate.open();
    },
    watchStuck() {
      for (const [id, transfer] of transfers) {
        const { sentBytes, attempt } = transfer;
        clock.after(policy.stuckMs, () => {
          const standsStill = transfers.get(id) === transfer && transfer.sentBytes === sentBytes;
          if (standsStill && !transfer.allSent && !transfer.gate.isClosed()) {
            deps.runner().report(id, { type: "stuck", attempt });
          }
        });
      }
    },
    rowsChanged: barrier.rowsChanged,
    async stop() {
      for (const [id] of transfers) abort(id);
      await Promise.allSettled([...transfers.values()].map(({ done }) => done));
    },
  };
}

/** A connection that broke while the network was away, or the computer asleep, is no failure of the transfer's. */
function blame(failure: SendFailure, networkLost: boolean): SendFailure {
  return failure.kind === "broken" && networkLost ? { kind: "unreachable", error: failure.error } : failure;
}
