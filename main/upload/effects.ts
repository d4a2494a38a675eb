import { AppError } from "../../shared/errors.ts";
import { toErrorValue } from "../biggo/app-error.ts";
import type { BigGoClient } from "../biggo/client.ts";
import { toFileProblem } from "./file-problem.ts";
import type { FileSource } from "./file-source.ts";
import { createLimiter } from "./limiter.ts";
import { type LookDeps, lookForVideo } from "./looking.ts";
import type { ProgressMeter } from "./progress-meter.ts";
import type { Clock, Runner, RunnerDeps } from "./runner.ts";
import { classifySendFailure } from "./send-failure.ts";
import { type FileIdentity, type UploadRow, videoIdOf } from "./upload-row.ts";

/** The disk, as far as sending needs it. */
export interface Files {
  open(identity: FileIdentity): FileSource;
  /** Rejects with FileProblem when the file is not there, readable and the same. */
  check(identity: FileIdentity): Promise<void>;
}

export interface EffectDeps {
  files: Files;
  client: Pick<BigGoClient, "upload" | "videos">;
  runner: () => Pick<Runner, "dispatch" | "report" | "get">;
  meter: ProgressMeter;
  clock: Clock;
  random: () => number;
  look: Omit<LookDeps, "videos">;
  /** A video came to be from a row. */
  rememberVideo: (row: UploadRow, videoId: string) => void;
  /** BigGo has confirmed a row's details. */
  onDetailsSaved: (videoId: string, row: UploadRow) => void;
}

/** What the runner's effects do to the world. */
export interface Effects {
  perform: RunnerDeps["perform"];
  /** Ends every transfer; what was being sent is sent again at the next start. */
  stop(): Promise<void>;
}

/** How many files are looked at side by side: each holds a file open. */
const parallelChecks = 8;

/** Builds the performer. Whatever goes wrong becomes an event; nothing throws. */
export function createEffects(deps: EffectDeps): Effects {
  const { client, meter, clock } = deps;
  const sending = new Map<string, { controller: AbortController; done: Promise<void> }>();
  const timers = new Map<string, () => void>();
  const saving = new Set<string>();
  const checkTurn = createLimiter(parallelChecks);
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

  /** Awaited before the closing boundary goes: the write-ahead rule. */
  const confirm = async (row: UploadRow, verifyUnchanged: () => Promise<void>) => {
    await verifyUnchanged();
    deps.runner().dispatch(row.id, { type: "lastBytesReady", attempt: row.attempts });
    const now = deps.runner().get(row.id);
    if (now?.state.phase !== "confirming" || now.attempts !== row.attempts) {
      throw new AppError("cancelled", "The upload was called off before its last bytes");
    }
  };

  const send = async (row: UploadRow, signal: AbortSignal) => {
    const source = deps.files.open(row.file);
    let lastBytesSent = false;
    const attempt = row.attempts;
    const gauge = meter.begin(row.id, row.file.sizeBytes);
    try {
      await source.verifyUnchanged();
      const videoId = await client.upload({
        source,
        boundary: row.attempt?.boundary ?? row.id,
        signal,
        onProgress: gauge.sent,
        beforeLastBytes: async () => {
          await confirm(row, source.verifyUnchanged);
          lastBytesSent = true;
        },
      });
      deps.runner().report(row.id, { type: "arrived", attempt, videoId });
    } catch (error) {
      const failure = classifySendFailure(error, lastBytesSent);
      const event = { type: "sendFailed" as const, attempt, failure, atMs: clock.now(), random: deps.random() };
      deps.runner().report(row.id, event);
    } finally {
      gauge.end();
    }
  };

  const startSending = (row: UploadRow) => {
    const controller = new AbortController();
    const entry = { controller, done: Promise.resolve() };
    sending.set(row.id, entry);
    entry.done = send(row, controller.signal).finally(() => {
      if (sending.get(row.id) === entry) sending.delete(row.id);
    });
  };

  const look = async (id: string) => {
    const row = deps.runner().get(id);
    if (row === undefined || (row.state.phase !== "uncertain" && row.state.phase !== "alreadyThere")) return;
    const found = await lookForVideo(row, { ...deps.look, videos: client.videos }).catch(() => ({
      kind: "unreadable" as const,
    }));
    deps.runner().report(id, { type: "looked", found, atMs: clock.now() });
  };

  const saveDetails = async (id: string) => {
    const row = deps.runner().get(id);
    const videoId = row === undefined ? null : videoIdOf(row);
    // One save at a time for a row: the one under way is followed by another if the details moved on meanwhile.
    if (row === undefined || videoId === null || saving.has(id) || row.savedRevision >= row.detailsRevision) return;
    saving.add(id);
    try {
      await client.videos.replace(videoId, row.details);
      saving.delete(id);
      deps.onDetailsSaved(videoId, row);
      deps.runner().report(id, { type: "detailsSaved", revision: row.detailsRevision });
    } catch (error) {
      saving.delete(id);
      deps.runner().report(id, {
        type: "detailsFailed",
        revision: row.detailsRevision,
        error: toErrorValue(error),
        random: deps.random(),
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

  return {
    perform(row, effect) {
      switch (effect.type) {
        case "checkFile":
          later(`check ${row.id}`, effect.afterMs, () => void check(row.id));
          return;
        case "send":
          startSending(row);
          return;
        case "abortSend":
          sending.get(row.id)?.controller.abort();
          return;
        case "look":
          later(`look ${row.id}`, effect.afterMs, () => void look(row.id));
          return;
        case "saveDetails":
          later(`save ${row.id}`, effect.afterMs, () => void saveDetails(row.id));
          return;
        case "rememberVideo":
          deps.rememberVideo(row, effect.videoId);
          return;
      }
    },
    async stop() {
      stopped = true;
      for (const callOff of timers.values()) callOff();
      for (const { controller } of sending.values()) controller.abort();
      await Promise.allSettled([...sending.values()].map(({ done }) => done));
    },
  };
}
