import { toErrorValue } from "../biggo/app-error.ts";
import type { BigGoClient } from "../biggo/client.ts";
import { storageTrouble } from "../database/storage-trouble.ts";
import { createLimiter } from "../foundation/limiter.ts";
import { createDetailsSaver, type SaveDetailsDeps } from "./details/save-details.ts";
import { createFileChecks } from "./files/file-checks.ts";
import { toFileProblem } from "./files/file-problem.ts";
import type { FileSource } from "./files/file-source.ts";
import type { FileIdentity, UploadRow } from "./model/upload-row.ts";
import type { RunnerDeps } from "./queue/runner.ts";
import { type LookDeps, lookForRepeat, lookForVideo } from "./reconcile/reconcile.ts";
import { createTransfers, type TransferDeps } from "./transfer/transfers.ts";

/** The disk, as far as sending needs it. */
export interface Files {
  open(identity: FileIdentity): FileSource;
  /** Rejects with FileProblem when the file is not there, readable and the same. */
  check(identity: FileIdentity): Promise<void>;
}

export interface EffectDeps extends Omit<TransferDeps, "open">, Omit<SaveDetailsDeps, "later" | "runner"> {
  files: Files;
  client: Pick<BigGoClient, "upload" | "videos">;
  look: Omit<LookDeps, "videos">;
  /** A video came to be from a row. */
  rememberVideo: (row: UploadRow, videoId: string) => void;
}

/** What the runner's effects do to the world. */
export interface Effects {
  perform: RunnerDeps["perform"];
  /** A row has moved. To be called after every commit. */
  rowsChanged(): void;
  /** The network is back: transfers that did not live through it are begun anew. */
  networkReturned(): void;
  /** Ends every transfer; what was being sent is sent again at the next start. */
  stop(): Promise<void>;
}

/** How many looks at BigGo's listing go on side by side. */
const parallelLooks = 2;

/** How soon a look that is due waits for the one under way, ms. */
const lookAgainMs = 500;

/** Builds the performer. Whatever goes wrong becomes an event; nothing throws. */
export function createEffects(deps: EffectDeps): Effects {
  const { client, clock } = deps;
  const transfers = createTransfers({ ...deps, open: deps.files.open });
  const timers = new Map<string, () => void>();
  const looking = new Set<string>();
  const checkFile = createFileChecks({ check: deps.files.check, clock });
  const lookTurn = createLimiter(parallelLooks);
  let stopped = false;

  const later = (key: string, ms: number, run: () => void) => {
    timers.get(key)?.();
    timers.set(
      key,
      clock.after(ms, () => {
        timers.delete(key);
        if (!stopped) run();
      }),
    );
  };

  const details = createDetailsSaver({ ...deps, later });

  const lookNow = async (id: string, extra: boolean) => {
    const row = deps.runner().get(id);
    if (row === undefined || (row.state.phase !== "uncertain" && row.state.phase !== "alreadyThere")) return;
    const look = row.state.phase === "alreadyThere" ? lookForRepeat : lookForVideo;
    const found = await look(row, { ...deps.look, videos: client.videos }).catch((error: unknown) => ({
      kind: "unreadable" as const,
      error: toErrorValue(error),
    }));
    deps.runner().report(id, { type: "looked", found, extra, atMs: clock.now() });
  };

  /** One look at a row at a time: an extra one that comes in between is not needed, a due one waits for its turn. */
  const look = async (id: string, extra: boolean) => {
    if (looking.has(id)) {
      if (!extra) later(`look ${id}`, lookAgainMs, () => void look(id, false));
      return;
    }
    looking.add(id);
    await lookTurn(() => lookNow(id, extra)).finally(() => looking.delete(id));
  };

  const check = async (id: string) => {
    const row = deps.runner().get(id);
    if (row === undefined) return;
    const problem = await checkFile(row.file).then(
      () => null,
      (error: unknown) => toFileProblem(error).reason,
    );
    if (!stopped) deps.runner().report(row.id, { type: "fileChecked", problem });
  };

  /** A ledger that cannot be written now is written later: the row goes on, and a restart would try again as well. */
  const rememberVideo = (row: UploadRow, videoId: string) => {
    try {
      deps.rememberVideo(row, videoId);
    } catch (error) {
      if (storageTrouble(error) === null) throw error;
      later(`remember ${row.id}`, deps.policy.storageProbeMs, () => rememberVideo(row, videoId));
    }
  };

  return {
    perform(row, effect) {
      switch (effect.type) {
        case "checkFile":
          later(`check ${row.id}`, effect.afterMs, () => void check(row.id));
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
          transfers.goOn(row.id);
          return;
        case "look":
          later(`look ${row.id}`, effect.afterMs, () => void look(row.id, false));
          return;
        case "lookExtra":
          void look(row.id, true);
          return;
        case "saveDetails":
          later(`save ${row.id}`, effect.afterMs, () => void details.save(row.id));
          return;
        case "publish":
          later(`publish ${row.id}`, 0, () => details.publish(row.id));
          return;
        case "rememberVideo":
          rememberVideo(row, effect.videoId);
          return;
      }
    },
    rowsChanged: transfers.rowsChanged,
    networkReturned: transfers.watchStuck,
    async stop() {
      stopped = true;
      for (const callOff of timers.values()) callOff();
      deps.speedLimit.stop();
      await transfers.stop();
    },
  };
}
