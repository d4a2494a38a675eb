import type { AppErrorValue, ErrorCode } from "../../shared/errors.ts";
import type { DetailsPatch } from "../../shared/model/video.ts";
import { toErrorValue } from "../biggo/app-error.ts";
import type { VideosApi } from "../biggo/videos.ts";
import type { EditStore } from "./edit-store.ts";

export interface EditsDeps {
  store: EditStore;
  update: VideosApi["update"];
  /** The video's edit or title changed: it looks different now. */
  onChange: (videoId: string) => void;
  /** BigGo has confirmed the changes. */
  onSaved: (videoId: string, patch: DetailsPatch) => void;
  /** The key was refused: the edit waits until somebody has signed in again. */
  onSignedOut: (error: AppErrorValue) => void;
  /** Calls back after `ms`; returns the function that calls it off. */
  after: (ms: number, run: () => void) => () => void;
}

/** Edits of published videos: kept here at once, sent one at a time per video, tried again until BigGo says yes or no. */
export interface Edits {
  /** Stores the change (durable when it returns), then sends it. */
  edit(videoId: string, patch: DetailsPatch): void;
  /** Sends again what was refused or not reached. */
  send(videoId: string): void;
  /** Sends all that is pending: at start and when the network is back. */
  sendAll(): void;
  isSending(videoId: string): boolean;
  /** The video is gone: nothing is to be saved any more. */
  drop(videoId: string): void;
  stop(): void;
}

const signInCodes = new Set<ErrorCode>(["wrong-key", "key-revoked", "signed-out"]);

/** Delays between tries while BigGo cannot be reached, ms. */
const retryDelaysMs = [2000, 5000, 15_000, 60_000] as const;

/** Builds the edits over their store. */
export function createEdits({ store, update, onChange, onSaved, onSignedOut, after }: EditsDeps): Edits {
  const sending = new Set<string>();
  const retries = new Map<string, { tries: number; callOff: () => void }>();
  let stopped = false;

  const retryLater = (videoId: string) => {
    const tries = (retries.get(videoId)?.tries ?? 0) + 1;
    const delayMs = retryDelaysMs[Math.min(tries, retryDelaysMs.length) - 1] ?? 60_000;
    retries.set(videoId, { tries, callOff: after(delayMs, () => void send(videoId)) });
  };

  const onConfirmed = (videoId: string, patch: DetailsPatch, revision: number) => {
    retries.delete(videoId);
    if (patch.title !== undefined) store.setTitle(videoId, patch.title);
    onSaved(videoId, patch);
    if (store.get(videoId)?.revision === revision) store.remove(videoId);
    else if (store.get(videoId) !== undefined) void send(videoId);
  };

  const onRefused = (videoId: string, revision: number, cause: unknown) => {
    const current = store.get(videoId);
    if (current === undefined) return;
    const error = toErrorValue(cause);
    if (signInCodes.has(error.code)) onSignedOut(error);
    else if (error.retryable || current.revision !== revision) retryLater(videoId);
    else store.put(videoId, { ...current, error });
  };

  const send = async (videoId: string) => {
    const edit = store.get(videoId);
    if (edit === undefined || sending.has(videoId) || stopped) return;
    retries.get(videoId)?.callOff();
    sending.add(videoId);
    onChange(videoId);
    try {
      await update(videoId, edit.patch);
      sending.delete(videoId);
      if (!stopped) onConfirmed(videoId, edit.patch, edit.revision);
    } catch (cause) {
      sending.delete(videoId);
      if (!stopped) onRefused(videoId, edit.revision, cause);
    }
    if (!stopped) onChange(videoId);
  };

  return {
    edit(videoId, patch) {
      const before = store.get(videoId);
      // What is on its way stays part of the patch: sending it twice does no harm, losing it would.
      store.put(videoId, { patch: { ...before?.patch, ...patch }, revision: (before?.revision ?? 0) + 1, error: null });
      onChange(videoId);
      void send(videoId);
    },
    send(videoId) {
      const edit = store.get(videoId);
      if (edit !== undefined) store.put(videoId, { ...edit, error: null });
      void send(videoId);
    },
    sendAll() {
      for (const [videoId, edit] of store.pending()) if (edit.error === null) void send(videoId);
    },
    isSending: (videoId) => sending.has(videoId),
    drop: (videoId) => store.remove(videoId),
    stop() {
      stopped = true;
      for (const { callOff } of retries.values()) callOff();
    },
  };
}
