import { AppError } from "../../../shared/errors.ts";
import type { AppClient } from "../../biggo/app-client.ts";
import type { Clock } from "../../foundation/clock.ts";
import type { FileSource } from "../files/file-source.ts";
import type { RetryPolicy } from "../model/retry-policy.ts";
import type { SendFailure } from "../model/send-failure.ts";
import type { AddedFile, SeenBefore, UploadRow } from "../model/upload-row.ts";
import type { Runner } from "../queue/runner.ts";
import { classifySendFailure } from "./classify-failure.ts";
import { createCommitBarrier } from "./commit-barrier.ts";
import { createGate, type Gate } from "./gate.ts";
import type { ProgressMeter } from "./progress-meter.ts";
import { createSlicePace, type SlicePace } from "./slice-pace.ts";
import type { SpeedLimit } from "./speed-limit.ts";

export interface TransferDeps {
  open: (added: AddedFile) => FileSource;
  client: Pick<AppClient, "upload" | "serverNowMs">;
  runner: () => Pick<Runner, "dispatch" | "report" | "get" | "rows" | "pump">;
  meter: ProgressMeter;
  speedLimit: SpeedLimit;
  clock: Clock;
  /** Monotonic ms. */
  monotonicNow: () => number;
  random: () => number;
  /** What the library has seen so far. */
  librarySeen: () => SeenBefore;
  /** Resolves once the library is up to date with BigGo, or could not be updated for a while. Never rejects. */
  catchUpLibrary: () => Promise<void>;
  policy: RetryPolicy;
  /** `losses` counts losses of the network and sleeps of the computer; `gone` is true while offline. */
  network: () => { losses: number; gone: boolean };
}

/** The attempts in progress. */
export interface Transfers {
  start(row: UploadRow): void;
  abort(id: string): void;
  /** Stops sending and holds the connection; reports `releaseConnection` after a while. */
  hold(row: UploadRow): void;
  resume(id: string): void;
  /** The network is back: a transfer that makes no progress for a while from now is reported as stuck. */
  watchStuck(): void;
  /** Whether the row should not be started yet, because its last bytes would have to wait (commit-barrier.ts). */
  isHeldBack(row: UploadRow): boolean;
  /** A row has changed: transfers that wait at the commit barrier check again. */
  rowsChanged(): void;
  stop(): Promise<void>;
}

interface Transfer {
  controller: AbortController;
  attempt: number;
  /** Monotonic ms. */
  startedAtMs: number;
  gate: Gate;
  pace: SlicePace;
  gauge: ReturnType<ProgressMeter["begin"]>;
  sentBytes: number;
  /** Whether bytes of the file have been sent. */
  bodyStarted: boolean;
  /** Whether all bytes of the file have been sent. */
  allSent: boolean;
  /** Cancels the timer that ends a hold. */
  cancelHoldTimer: () => void;
  done: Promise<void>;
}

/** How long a retry listens before it sends, in case a refusal was missed. Longer than a response takes, ms. */
const listenMs = 500;

/** Creates the transfers. Each attempt's outcome is reported to the runner; nothing throws. */
export function createTransfers(deps: TransferDeps): Transfers {
  const { clock, policy } = deps;
  const transfers = new Map<string, Transfer>();
  const barrier = createCommitBarrier({
    rows: () => deps.runner().rows(),
    clock,
    monotonicNow: deps.monotonicNow,
    policy,
    onReleased: () => deps.runner().pump(),
  });

  /** Admits the next slice of the file, in bytes: waits while the row is held and for the speed limit. */
  const admit = (transfer: Transfer, bytes: number): number | Promise<number> => {
    transfer.bodyStarted = true;
    const { gate, pace } = transfer;
    const slice = Math.min(bytes, deps.speedLimit.sliceBytes(), pace.sliceBytes());
    pace.sliceStarted();
    if (!gate.isClosed() && !deps.speedLimit.isOn()) return slice;
    const wait = async () => {
      await gate.passed();
      await deps.speedLimit.take(slice);
      await gate.passed();
      pace.sliceStarted();
      return slice;
    };
    return wait();
  };

  /** Awaited before the closing boundary is sent: the write-ahead rule. */
  const confirm = async (row: UploadRow, source: FileSource, transfer: Transfer) => {
    const { gate, attempt, controller, startedAtMs } = transfer;
    let contentHash: string | null = null;
    do {
      await gate.passed();
      await barrier.uncontested(row, controller.signal);
      await deps.catchUpLibrary();
      await source.verifyUnchanged();
      contentHash = await source.sentHash();
      // Checked again after the last wait; nothing is awaited from here to the commit.
    } while ((gate.isClosed() || barrier.isContested(row)) && !controller.signal.aborted);
    barrier.lastBytesSent(row.id);
    const toMs = deps.client.serverNowMs();
    const body = toMs === null ? null : { fromMs: toMs - (deps.monotonicNow() - startedAtMs), toMs };
    deps
      .runner()
      .dispatch(row.id, { type: "lastBytesReady", attempt, seen: { ...deps.librarySeen(), body, contentHash } });
    const current = deps.runner().get(row.id);
    if (current?.state.phase !== "confirming" || current.attempts !== attempt) {
      throw new AppError("cancelled", "The upload was cancelled before its last bytes");
    }
  };

  const send = async (row: UploadRow, transfer: Transfer) => {
    const { attempt, gauge, controller } = transfer;
    const source = deps.open(row);
    const networkBefore = deps.network();
    let lastBytesSent = false;
    try {
      const file = await source.verifyUnchanged();
      // Stored, so that the content is not read again for the next check.
      if (file !== row.file) deps.runner().report(row.id, { type: "fileMoved", file });
      const videoId = await deps.client.upload({
        source,
        thumbnailTimeMs: row.details.coverTimeMs ?? undefined,
        boundary: row.attempt?.boundary ?? row.id,
        signal: controller.signal,
        listenMs: row.failures > 0 ? listenMs : undefined,
        admit: (bytes) => admit(transfer, bytes),
        onProgress(sentBytes) {
          transfer.sentBytes = sentBytes;
          transfer.pace.sliceAccepted();
          gauge.sent(sentBytes);
        },
        beforeLastBytes: async () => {
          transfer.allSent = true;
          await confirm(row, source, transfer);
          lastBytesSent = true;
        },
      });
      deps.runner().report(row.id, { type: "arrived", attempt, videoId, contentHash: await source.sentHash() });
    } catch (error) {
      const network = deps.network();
      const networkLost = network.gone || network.losses > networkBefore.losses;
      deps.runner().report(row.id, {
        type: "sendFailed",
        attempt,
        bodyStarted: transfer.bodyStarted,
        failure: excuseNetworkLoss(classifySendFailure(error, lastBytesSent), networkLost),
        atMs: clock.now(),
        random: deps.random(),
      });
    } finally {
      transfer.cancelHoldTimer();
      // Anything still waiting at the gate ends and closes its file.
      transfer.gate.open();
      gauge.end();
    }
  };

  const abort = (id: string) => {
    const transfer = transfers.get(id);
    transfer?.cancelHoldTimer();
    transfer?.controller.abort();
    // Anything waiting at the gate or the commit barrier must notice the abort.
    transfer?.gate.open();
    barrier.rowsChanged();
  };

  return {
    start(row) {
      const transfer: Transfer = {
        controller: new AbortController(),
        attempt: row.attempts,
        startedAtMs: deps.monotonicNow(),
        gate: createGate(),
        pace: createSlicePace(deps.monotonicNow),
        gauge: deps.meter.begin(row.id, row.file.sizeBytes),
        sentBytes: 0,
        bodyStarted: false,
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
          const isStuck = transfers.get(id) === transfer && transfer.sentBytes === sentBytes;
          // One that waits for its turn to send its last bytes makes no progress either.
          const isWaiting = transfer.allSent && deps.runner().get(id)?.state.phase === "sending";
          if (isStuck && !isWaiting && !transfer.gate.isClosed()) {
            deps.runner().report(id, { type: "stuck", attempt });
          }
        });
      }
    },
    isHeldBack: barrier.isHeldBack,
    rowsChanged: barrier.rowsChanged,
    async stop() {
      barrier.stop();
      for (const [id] of transfers) abort(id);
      await Promise.allSettled([...transfers.values()].map(({ done }) => done));
    },
  };
}

/** A connection that broke while offline, or because the computer slept, is not the transfer's failure. */
function excuseNetworkLoss(failure: SendFailure, networkLost: boolean): SendFailure {
  return failure.kind === "broken" && networkLost ? { kind: "unreachable", error: failure.error } : failure;
}
