import { type AppErrorValue, signInCodes } from "../../shared/errors.ts";
import type { DetailsPatch, KnownDetails } from "../../shared/model/video.ts";
import { BigGoError } from "../biggo/biggo-error.ts";
import { unidentifiedIn, videoChangesOf } from "../biggo/video-changes.ts";
import type { VideosApi } from "../biggo/videos.ts";
import type { EditStore } from "./edit-store.ts";
import {
  afterClash,
  afterConfirmed,
  afterRefused,
  compare,
  dueOf,
  type EditField,
  fieldsOf,
  keepMine,
  only,
  type PendingEdit,
  released,
  takeTheirs,
  whileSent,
  withChange,
  without,
} from "./pending-edit.ts";

export interface EditsDeps {
  store: EditStore;
  update: VideosApi["update"];
  /** What the library knows of the video without asking BigGo. */
  known: (videoId: string) => KnownDetails;
  /** What BigGo has now. Rejects when it cannot be asked. */
  current: (videoId: string) => Promise<KnownDetails>;
  /** Says which product a refusal (1008) is about. Never rejects. */
  explain: (error: unknown, patch: DetailsPatch) => Promise<AppErrorValue>;
  /** The video's edit or title changed: it looks different now. */
  onChange: (videoId: string) => void;
  /** BigGo has the changes. */
  onSaved: (videoId: string, patch: DetailsPatch) => void;
  /** The key was refused: the edit waits until somebody has signed in again. */
  onSignedOut: (error: AppErrorValue) => void;
  /** Calls back after `ms`; returns the function that calls it off. */
  after: (ms: number, run: () => void) => () => void;
}

/**
 * Edits of published videos: kept here at once, sent one at a time per video, tried again until BigGo says yes or no.
 */
export interface Edits {
  /**
   * Stores the change (durable when it returns), then sends it. `seen`: what the person saw of the changed fields, by
   * which it is told whether somebody else changed them; what the library knows now where it is left out.
   */
  edit(videoId: string, patch: DetailsPatch, seen?: KnownDetails): void;
  /** Sends again what was refused or not reached. */
  send(videoId: string): void;
  /** Somebody else changed the same fields: the person has chosen whose values stand. */
  resolve(videoId: string, keep: "mine" | "theirs"): void;
  /** Sends all that is pending: at start and when the network is back. */
  sendAll(): void;
  isSending(videoId: string): boolean;
  /** The video is gone: nothing is to be saved any more. */
  drop(videoId: string): void;
  stop(): void;
}

/** Delays between tries while BigGo cannot be reached, ms. */
const retryDelaysMs = [2000, 5000, 15_000, 60_000] as const;

/** How long BigGo is left alone after it asked for that, ms: where it does not say, and at the most. */
const usualRestMs = 60_000;
const maxBackOffMs = 3600_000;

/** The fields that a refusal is about; all of them where it does not say. */
function fieldsBlamed(error: AppErrorValue, sent: DetailsPatch): EditField[] {
  const all = fieldsOf(sent);
  const ofProducts = error.code === "product-gone" || error.code === "too-many-products";
  const blamed = all.filter((field) => (ofProducts ? field === "products" : field === error.details.name));
  return blamed.length > 0 ? blamed : all;
}

/** Builds the edits over their store. */
export function createEdits(deps: EditsDeps): Edits {
  const { store, onChange, after } = deps;
  const sending = new Set<string>();
  const retries = new Map<string, { tries: number; cancel: () => void }>();
  let stopped = false;
  let resting = false;
  let cancelRest = () => {};

  const keep = (videoId: string, edit: PendingEdit | null) => {
    if (edit === null) store.remove(videoId);
    else store.put(videoId, edit);
  };
  /** Changes what is pending now, which may be more than what was sent. */
  const change = (videoId: string, next: (edit: PendingEdit) => PendingEdit | null) => {
    const edit = store.get(videoId);
    if (edit !== undefined) keep(videoId, next(edit));
  };

  /** BigGo asked us to wait: nothing is sent until then, whichever video it was asked for. */
  const rest = (ms: number) => {
    if (resting) return;
    resting = true;
    cancelRest = after(Math.min(maxBackOffMs, Math.max(1000, ms)), () => {
      resting = false;
      sendAll();
    });
  };

  const retryLater = (videoId: string) => {
    const tries = (retries.get(videoId)?.tries ?? 0) + 1;
    const delayMs = retryDelaysMs[Math.min(tries, retryDelaysMs.length) - 1] ?? 60_000;
    retries.set(videoId, { tries, cancel: after(delayMs, () => void send(videoId)) });
  };

  const onConfirmed = (videoId: string, patch: DetailsPatch) => {
    retries.delete(videoId);
    if (patch.title !== undefined) store.setTitle(videoId, patch.title);
    change(videoId, (edit) => afterConfirmed(edit, patch));
    deps.onSaved(videoId, patch);
  };

  /** True when what is left can be sent at once. */
  const onRefused = async (videoId: string, sent: DetailsPatch, cause: unknown): Promise<boolean> => {
    const error = await deps.explain(cause, sent);
    if (stopped || store.get(videoId) === undefined) return false;
    if (signInCodes.has(error.code)) deps.onSignedOut(error);
    else if (cause instanceof BigGoError && cause.kind === "rate-limited") rest(cause.retryAfterMs ?? usualRestMs);
    else if (error.retryable || error.code === "tls") retryLater(videoId);
    else {
      change(videoId, (edit) => afterRefused(edit, fieldsBlamed(error, sent), sent, error));
      return true;
    }
    return false;
  };

  /** Takes out of what is due what BigGo has already, and what somebody else changed. */
  const measured = async (videoId: string, due: DetailsPatch): Promise<DetailsPatch> => {
    const told = without(due, ["title", "coverTimeMs"]);
    if (fieldsOf(told).length === 0) return due;
    const current = await deps.current(videoId);
    const edit = store.get(videoId);
    if (edit === undefined || stopped) return {};
    const { there, clashing } = compare(edit, due, current);
    if (clashing.length > 0) change(videoId, (now) => afterClash(now, clashing, current));
    if (there.length > 0) onConfirmed(videoId, only(due, there));
    return without(due, [...there, ...clashing]);
  };

  /** True when what is left, or was typed meanwhile, can be sent at once. */
  const sendDue = async (videoId: string, due: DetailsPatch): Promise<boolean> => {
    let sent: DetailsPatch = due;
    try {
      sent = await measured(videoId, due);
      if (fieldsOf(sent).length > 0 && !stopped) {
        const attempt = sent;
        change(videoId, (edit) => whileSent(edit, attempt));
        await deps.update(videoId, videoChangesOf(sent));
        if (!stopped) onConfirmed(videoId, sent);
      }
      return true;
    } catch (cause) {
      return !stopped && (await onRefused(videoId, sent, cause));
    }
  };

  /** What can be sent as it is; a product nobody can name keeps its list back. */
  const sendable = (videoId: string): DetailsPatch => {
    const edit = store.get(videoId);
    if (edit === undefined) return {};
    const due = dueOf(edit);
    const error = unidentifiedIn(due.products ?? []);
    if (error === null) return due;
    store.put(videoId, afterRefused(edit, ["products"], due, error));
    return without(due, ["products"]);
  };

  const send = async (videoId: string): Promise<void> => {
    if (sending.has(videoId) || stopped || resting) return;
    const due = sendable(videoId);
    if (fieldsOf(due).length === 0) return onChange(videoId);
    retries.get(videoId)?.cancel();
    sending.add(videoId);
    onChange(videoId);
    const goesOn = await sendDue(videoId, due)
      // What cannot be stored now (a full disk) is tried again like what cannot be reached.
      .catch(() => retryLater(videoId))
      .finally(() => sending.delete(videoId));
    if (stopped) return;
    onChange(videoId);
    if (goesOn === true && fieldsOf(sendable(videoId)).length > 0) await send(videoId);
  };

  const sendAll = () => {
    for (const videoId of store.pending().keys()) void send(videoId);
  };

  return {
    edit(videoId, patch, seen) {
      const next = withChange(store.get(videoId), patch, { ...deps.known(videoId), ...seen });
      if (fieldsOf(next.patch).length === 0) return;
      store.put(videoId, next);
      onChange(videoId);
      void send(videoId);
    },
    send(videoId) {
      change(videoId, released);
      void send(videoId);
    },
    resolve(videoId, whose) {
      change(videoId, whose === "mine" ? keepMine : takeTheirs);
      onChange(videoId);
      void send(videoId);
    },
    sendAll,
    isSending: (videoId) => sending.has(videoId),
    drop: (videoId) => store.remove(videoId),
    stop() {
      stopped = true;
      cancelRest();
      for (const { cancel } of retries.values()) cancel();
    },
  };
}
