import { AppError, type AppErrorValue } from "../../shared/errors.ts";
import type { TaggedProduct } from "../../shared/model/product.ts";
import type { Access } from "../../shared/model/video.ts";
import { toErrorValue } from "../biggo/app-error.ts";
import { BigGoError } from "../biggo/biggo-error.ts";
import type { BigGoClient } from "../biggo/client.ts";
import { unidentifiedIn } from "../biggo/video-changes.ts";
import { storageTrouble } from "../database/storage-trouble.ts";
import { detailsToSend } from "./details-to-send.ts";
import { toFileProblem } from "./file-problem.ts";
import type { FileSource } from "./file-source.ts";
import { createLimiter } from "./limiter.ts";
import { type LookDeps, lookForRepeat, lookForVideo } from "./looking.ts";
import type { RunnerDeps } from "./runner.ts";
import { createTransfers, type TransferDeps } from "./transfers.ts";
import { type FileIdentity, type UploadRow, videoIdOf } from "./upload-row.ts";

/** The disk, as far as sending needs it. */
export interface Files {
  open(identity: FileIdentity): FileSource;
  /** Rejects with FileProblem when the file is not there, readable and the same. */
  check(identity: FileIdentity): Promise<void>;
}

export interface EffectDeps extends Omit<TransferDeps, "open"> {
  files: Files;
  client: Pick<BigGoClient, "upload" | "videos">;
  look: Omit<LookDeps, "videos">;
  /** A video came to be from a row. */
  rememberVideo: (row: UploadRow, videoId: string) => void;
  /** Says which product a refusal of the details (1008) is about. Never rejects. */
  explain: (error: unknown, products: readonly TaggedProduct[]) => Promise<AppErrorValue>;
  /** The video's access is to become this. Throws when that cannot be stored now. */
  publish: (videoId: string, access: Access) => void;
  /** BigGo has confirmed a row's details. */
  onDetailsSaved: (videoId: string, row: UploadRow) => void;
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

/**
 * How many files are looked at side by side: a drive that does not answer holds a thread for each, and there are four for
 * everything that reads files.
 */
const parallelChecks = 2;
/** How many looks at BigGo's listing go on side by side. */
const parallelLooks = 2;

/** How soon a look that is due waits for the one under way, ms. */
const lookAgainMs = 500;

/** Whether a refusal is about the way to BigGo, and not about what was to be saved. */
const isPassing = ({ retryable, code }: AppErrorValue) => retryable || code === "tls";

/** Builds the performer. Whatever goes wrong becomes an event; nothing throws. */
export function createEffects(deps: EffectDeps): Effects {
  const { client, clock } = deps;
  const transfers = createTransfers({ ...deps, open: deps.files.open });
  const timers = new Map<string, () => void>();
  const saving = new Set<string>();
  const looking = new Set<string>();
  const checkTurn = createLimiter(parallelChecks);
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

  /**
   * Details that are refused for another field's sake must not leave a video public that is not to be: its access is
   * sent alone. Gives back why the details, or now their access, are not saved.
   */
  const keepFromOthers = async (id: string, videoId: string, refusal: AppErrorValue): Promise<AppErrorValue> => {
    const row = deps.runner().get(id);
    // As it is wanted now: it took a while to find out what was refused.
    const access = row === undefined ? "public" : detailsToSend(row.details).access;
    if (isPassing(refusal) || access === "public") return refusal;
    return client.videos.update(videoId, { access }).then(
      () => refusal,
      (error: unknown) => {
        const value = toErrorValue(error);
        return isPassing(value) ? value : refusal;
      },
    );
  };

  const publish = (id: string) => {
    const row = deps.runner().get(id);
    const videoId = row === undefined ? null : videoIdOf(row);
    if (row === undefined || videoId === null || !row.details.stayPrivate) return;
    // A save under way may still say "private": what is published first would be taken back by it.
    if (saving.has(id)) return later(`publish ${id}`, lookAgainMs, () => publish(id));
    try {
      deps.publish(videoId, row.details.access);
      deps.runner().report(id, { type: "published" });
    } catch {
      // The library does not know the video yet, or cannot store the edit now.
      later(`publish ${id}`, deps.policy.storageProbeMs, () => publish(id));
    }
  };

  const saveDetails = async (id: string) => {
    const row = deps.runner().get(id);
    const videoId = row === undefined ? null : videoIdOf(row);
    // One save at a time for a row: the one under way is followed by another if the details moved on meanwhile.
    if (row === undefined || videoId === null || saving.has(id) || row.savedRevision >= row.detailsRevision) return;
    saving.add(id);
    const wanted = detailsToSend(row.details);
    try {
      const unidentified = unidentifiedIn(row.details.products);
      if (unidentified !== null) throw new AppError(unidentified.code, unidentified.message, unidentified);
      await client.videos.replace(videoId, wanted);
      saving.delete(id);
      deps.onDetailsSaved(videoId, row);
      deps.runner().report(id, { type: "detailsSaved", revision: row.detailsRevision });
    } catch (error) {
      const value = await keepFromOthers(id, videoId, await deps.explain(error, row.details.products));
      saving.delete(id);
      deps.runner().report(id, {
        type: "detailsFailed",
        revision: row.detailsRevision,
        error: value,
        random: deps.random(),
        retryAfterMs: error instanceof BigGoError ? error.retryAfterMs : undefined,
      });
    }
  };

  const check = async (id: string) => {
    const row = deps.runner().get(id);
    if (row === undefined) return;
    const problem = await checkTurn(() => deps.files.check(row.file)).then(
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
          later(`save ${row.id}`, effect.afterMs, () => void saveDetails(row.id));
          return;
        case "publish":
          later(`publish ${row.id}`, 0, () => publish(row.id));
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
