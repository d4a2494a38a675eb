import type { AppClient } from "../biggo/app-client.ts";
import { toErrorValue } from "../biggo/app-error.ts";
import { sqliteFailureOf } from "../database/storage-failure.ts";
import { createLimiter } from "../foundation/limiter.ts";
import { createDetailsSaver, type SaveDetailsDeps } from "./details/save-details.ts";
import { createFileChecks } from "./files/file-checks.ts";
import { toFileProblem } from "./files/file-problem.ts";
import type { FileSource } from "./files/file-source.ts";
import { type AddedFile, type FileIdentity, isReconcilable, type UploadRow } from "./model/upload-row.ts";
import type { RunnerDeps } from "./queue/runner.ts";
import { findDuplicate, type ReconcileDeps, reconcile } from "./reconcile/reconcile.ts";
import { createTransfers, type TransferDeps } from "./transfer/transfers.ts";

/** The file access that uploads need. */
export interface Files {
  open(added: AddedFile): FileSource;
  /**
   * Resolves with the file's identity as it is now, which differs when the drive renumbered it. Rejects with FileProblem
   * when the file is not there, readable and the same.
   */
  check(added: AddedFile): Promise<FileIdentity>;
}

export interface EffectDeps extends Omit<TransferDeps, "open">, Omit<SaveDetailsDeps, "schedule" | "runner"> {
  files: Files;
  client: Pick<AppClient, "upload" | "videos" | "serverNowMs">;
  reconcile: Omit<ReconcileDeps, "videos">;
  /** A row became a video: records it. Throws when it cannot be stored now. */
  rememberVideo: (row: UploadRow, videoId: string) => void;
}

/** Performs the runner's effects. */
export interface Effects {
  perform: RunnerDeps["perform"];
  /** Whether a queued row should not be started yet. */
  isHeldBack(row: UploadRow): boolean;
  /** Must be called after every commit of a row. */
  rowsChanged(): void;
  /** The network is back: transfers whose connection did not survive are restarted. */
  networkReturned(): void;
  /** Aborts every transfer; unfinished uploads are sent again after the next start. */
  stop(): Promise<void>;
}

/** How many rows are reconciled with BigGo's listing at a time. */
const reconcileConcurrency = 2;

/** How long a scheduled reconcile is postponed while another one of the same row runs, ms. */
const reconcileRetryMs = 500;

/** Creates the effects. Failures are reported as events; nothing throws. */
export function createEffects(deps: EffectDeps): Effects {
  const { client, clock } = deps;
  const transfers = createTransfers({ ...deps, open: deps.files.open });
  const timers = new Map<string, () => void>();
  const reconciling = new Set<string>();
  const checkFile = createFileChecks({ check: deps.files.check, clock });
  const limitReconciles = createLimiter(reconcileConcurrency);
  let stopped = false;

  const schedule = (key: string, ms: number, run: () => void) => {
    timers.get(key)?.();
    timers.set(
      key,
      clock.after(ms, () => {
        timers.delete(key);
        if (!stopped) run();
      }),
    );
  };

  const details = createDetailsSaver({ ...deps, schedule });

  const runReconcile = async (id: string, extra: boolean) => {
    const row = deps.runner().get(id);
    if (row === undefined || !isReconcilable(row)) return;
    const search = row.state.phase === "duplicate" ? findDuplicate : reconcile;
    const found = await search(row, { ...deps.reconcile, videos: client.videos }).catch((error: unknown) => ({
      kind: "unreadable" as const,
      error: toErrorValue(error),
    }));
    deps.runner().report(id, { type: "reconciled", found, extra, atMs: clock.now() });
  };

  /** One at a time per row: an extra one is skipped while another runs, a scheduled one is postponed. */
  const reconcileRow = async (id: string, extra: boolean) => {
    if (reconciling.has(id)) {
      if (!extra) schedule(`reconcile ${id}`, reconcileRetryMs, () => void reconcileRow(id, false));
      return;
    }
    reconciling.add(id);
    await limitReconciles(() => runReconcile(id, extra)).finally(() => reconciling.delete(id));
  };

  /** Only for the file that was checked: the row may have another one by now. */
  const isRenumbered = ({ id, file }: UploadRow, now: FileIdentity) =>
    now !== file && deps.runner().get(id)?.file === file;

  const check = async (id: string) => {
    const row = deps.runner().get(id);
    if (row === undefined) return;
    const result = await checkFile(row).then(
      (file) => ({ problem: null, ...(isRenumbered(row, file) ? { file } : {}) }),
      (error: unknown) => ({ problem: toFileProblem(error).reason }),
    );
    if (!stopped) deps.runner().report(row.id, { type: "fileChecked", ...result });
  };

  /** Retries when the ledger cannot be written now. The row continues meanwhile, and a restart repeats the effect. */
  const rememberVideo = (row: UploadRow, videoId: string) => {
    try {
      deps.rememberVideo(row, videoId);
    } catch (error) {
      if (sqliteFailureOf(error) === null) throw error;
      schedule(`remember ${row.id}`, deps.policy.storageProbeMs, () => rememberVideo(row, videoId));
    }
  };

  return {
    perform(row, effect) {
      switch (effect.type) {
        case "checkFile":
          schedule(`check ${row.id}`, effect.afterMs, () => void check(row.id));
          return;
        case "send":
          transfers.start(row);
          return;
        case "abortSend":
          transfers.abort(row.id);
          return;
        case "holdSend":
          transfers.hold(row);
          return;
        case "continueSend":
          transfers.resume(row.id);
          return;
        case "reconcile":
          schedule(`reconcile ${row.id}`, effect.afterMs, () => void reconcileRow(row.id, false));
          return;
        case "reconcileNow":
          void reconcileRow(row.id, true);
          return;
        case "saveDetails":
          schedule(`save ${row.id}`, effect.afterMs, () => void details.save(row.id, effect.isNew));
          return;
        case "publish":
          schedule(`publish ${row.id}`, 0, () => details.publish(row.id));
          return;
        case "rememberVideo":
          rememberVideo(row, effect.videoId);
          return;
      }
    },
    isHeldBack: transfers.isHeldBack,
    rowsChanged: transfers.rowsChanged,
    networkReturned: transfers.watchStuck,
    async stop() {
      stopped = true;
      for (const cancel of timers.values()) cancel();
      deps.speedLimit.stop();
      await transfers.stop();
    },
  };
}
