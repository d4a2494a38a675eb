import { type AppErrorValue, signInCodes } from "../../shared/errors.ts";
import type { DetailsPatch, KnownDetails } from "../../shared/model/video.ts";
import { BigGoError } from "../biggo/biggo-error.ts";
import { unidentifiedIn, videoChangesOf } from "../biggo/video-changes.ts";
import type { VideosApi } from "../biggo/videos.ts";
import type { After } from "../foundation/clock.ts";
import type { EditStore } from "./edit-store.ts";
import {
  afterConfirmed,
  afterConflict,
  afterRefused,
  afterSuperseded,
  compare,
  dueOf,
  type EditField,
  fieldsOf,
  keepMine,
  omit,
  type PendingEdit,
  pick,
  takeTheirs,
  withAttempt,
  withChange,
  withoutRefusals,
} from "./pending-edit.ts";

export interface EditsDeps {
  store: EditStore;
  update: VideosApi["update"];
  /** The video's details as the library has them cached. */
  known: (videoId: string) => KnownDetails;
  /** The video's details as BigGo has them now. Rejects when BigGo cannot be reached or refuses. */
  current: (videoId: string) => Promise<KnownDetails>;
  /** Finds out which product a refusal (1008) is about. Never rejects. */
  explain: (error: unknown, patch: DetailsPatch) => Promise<AppErrorValue>;
  /** The video's edit or title changed, so it must be published again. */
  onChange: (videoId: string) => void;
  /** BigGo has confirmed the changes. */
  onSaved: (videoId: string, patch: DetailsPatch) => void;
  /** BigGo refused the key: edits wait until the user signs in again. */
  onSignedOut: (error: AppErrorValue) => void;
  /** Calls back after `ms`; returns a function that cancels it. */
  after: After;
}

/**
 * Edits of published videos: stored immediately, sent one at a time per video, and retried until BigGo accepts or
 * refuses them.
 */
export interface Edits {
  /**
   * Stores the change (durable when it returns), then sends it. `seen` holds the values the user saw; if BigGo's differ
   * from them, the field was changed elsewhere. Fields not in `seen` default to the cached values.
   */
  edit(videoId: string, patch: DetailsPatch, seen?: KnownDetails): void;
  /** Retries what was refused or could not be sent. */
  send(videoId: string): void;
  /** Resolves a conflict with changes made elsewhere by keeping the local or BigGo's values. */
  resolve(videoId: string, keep: "mine" | "theirs"): void;
  /** Sends everything pending; called at start and when the network is back. */
  sendAll(): void;
  isSending(videoId: string): boolean;
  /** Newer values of these fields were saved in another way: older ones are not sent. */
  supersede(videoId: string, fields: readonly EditField[]): void;
  /** Discards the edit of a video that is gone. */
  drop(videoId: string): void;
  stop(): void;
}

/** Delays between attempts while BigGo cannot be reached, ms. */
const retryDelaysMs = [2000, 5000, 15_000, 60_000] as const;

/** How many videos' edits are sent at once; what the user changes now is sent at once in addition. */
const concurrency = 4;

/** Back-off after a rate limit, ms: the default where BigGo names no time, and the maximum. */
const defaultBackOffMs = 60_000;
const maxBackOffMs = 3600_000;

/** The fields a refusal is about; all sent fields where it does not name one. */
function refusedFields(error: AppErrorValue, sent: DetailsPatch): EditField[] {
  const all = fieldsOf(sent);
  const isAboutProducts = error.code === "product-gone" || error.code === "too-many-products";
  const named = all.filter((field) => (isAboutProducts ? field === "products" : field === error.details.name));
  return named.length > 0 ? named : all;
}

/** Builds the edits over their store. */
export function createEdits(deps: EditsDeps): Edits {
  const { store, onChange, after } = deps;
  const sending = new Set<string>();
  const retries = new Map<string, { tries: number; cancel: () => void }>();
  /** Videos whose edits are due, in order. */
  const queue = new Set<string>();
  let stopped = false;
  let isBackingOff = false;
  let cancelBackOff = () => {};

  const save = (videoId: string, edit: PendingEdit | null) => {
    if (edit === null) store.remove(videoId);
    else store.put(videoId, edit);
  };
  /** Updates the current pending edit, which may contain more than what was sent. */
  const updatePending = (videoId: string, next: (edit: PendingEdit) => PendingEdit | null) => {
    const edit = store.get(videoId);
    if (edit !== undefined) save(videoId, next(edit));
  };

  /** Rate limited: sends no edit of any video until the time is over. */
  const backOff = (ms: number) => {
    if (isBackingOff) return;
    isBackingOff = true;
    cancelBackOff = after(Math.min(maxBackOffMs, Math.max(1000, ms)), () => {
      isBackingOff = false;
      sendAll();
    });
  };

  const retryLater = (videoId: string) => {
    const tries = (retries.get(videoId)?.tries ?? 0) + 1;
    const delayMs = retryDelaysMs[Math.min(tries, retryDelaysMs.length) - 1] ?? 60_000;
    retries.set(videoId, { tries, cancel: after(delayMs, () => enqueue([videoId])) });
  };

  const onConfirmed = (videoId: string, patch: DetailsPatch) => {
    retries.delete(videoId);
    if (patch.title !== undefined) store.setTitle(videoId, patch.title);
    // Last: a crash before it sends the same values again, one after it would leave the others without them.
    deps.onSaved(videoId, patch);
    updatePending(videoId, (edit) => afterConfirmed(edit, patch));
  };

  /** True when the remaining fields can be sent immediately. */
  const onRefused = async (videoId: string, sent: DetailsPatch, cause: unknown): Promise<boolean> => {
    const error = await deps.explain(cause, sent);
    if (stopped || store.get(videoId) === undefined) return false;
    if (signInCodes.has(error.code)) deps.onSignedOut(error);
    else if (cause instanceof BigGoError && cause.kind === "rate-limited")
      backOff(cause.retryAfterMs ?? defaultBackOffMs);
    else if (error.retryable || error.code === "tls") retryLater(videoId);
    else {
      updatePending(videoId, (edit) => afterRefused(edit, refusedFields(error, sent), sent, error));
      return true;
    }
    return false;
  };

  /** The due fields without those BigGo already has and those changed elsewhere; both are recorded. */
  const diffAgainstRemote = async (videoId: string, due: DetailsPatch): Promise<DetailsPatch> => {
    const comparable = omit(due, ["title", "coverTimeMs"]);
    if (fieldsOf(comparable).length === 0) return due;
    const current = await deps.current(videoId);
    const edit = store.get(videoId);
    if (edit === undefined || stopped) return {};
    const { applied, conflicting } = compare(edit, due, current);
    if (conflicting.length > 0) updatePending(videoId, (now) => afterConflict(now, conflicting, current));
    if (applied.length > 0) onConfirmed(videoId, pick(due, applied));
    return omit(due, [...applied, ...conflicting]);
  };

  /** True when fields that remain, or were changed meanwhile, can be sent immediately. */
  const sendDue = async (videoId: string, due: DetailsPatch): Promise<boolean> => {
    let sent: DetailsPatch = due;
    try {
      sent = await diffAgainstRemote(videoId, due);
      if (fieldsOf(sent).length > 0 && !stopped) {
        const attempt = sent;
        updatePending(videoId, (edit) => withAttempt(edit, attempt));
        await deps.update(videoId, videoChangesOf(sent));
        if (!stopped) onConfirmed(videoId, sent);
      }
      return true;
    } catch (cause) {
      return !stopped && (await onRefused(videoId, sent, cause));
    }
  };

  /** The fields that can be sent; a product list with an unidentified product is held back as refused. */
  const sendable = (videoId: string): DetailsPatch => {
    const edit = store.get(videoId);
    if (edit === undefined) return {};
    const due = dueOf(edit);
    const error = unidentifiedIn(due.products ?? []);
    if (error === null) return due;
    store.put(videoId, afterRefused(edit, ["products"], due, error));
    return omit(due, ["products"]);
  };

  const send = async (videoId: string): Promise<void> => {
    if (sending.has(videoId) || stopped || isBackingOff) return;
    const due = sendable(videoId);
    if (fieldsOf(due).length === 0) return onChange(videoId);
    retries.get(videoId)?.cancel();
    sending.add(videoId);
    onChange(videoId);
    const hasMore = await sendDue(videoId, due)
      // A storage failure (a full disk) is retried like an unreachable BigGo.
      .catch(() => retryLater(videoId))
      .finally(() => sending.delete(videoId));
    if (stopped) return;
    onChange(videoId);
    if (hasMore === true && fieldsOf(sendable(videoId)).length > 0) await send(videoId);
  };

  const sendNow = (videoId: string) => {
    queue.delete(videoId);
    // A storage failure while the edit is prepared is retried as well.
    void send(videoId)
      .catch(() => retryLater(videoId))
      .finally(pump);
  };
  const pump = () => {
    for (const videoId of queue) {
      if (stopped || isBackingOff || sending.size >= concurrency) return;
      sendNow(videoId);
    }
  };
  const enqueue = (videoIds: Iterable<string>) => {
    for (const videoId of videoIds) queue.add(videoId);
    pump();
  };

  /** After a long absence there may be thousands: they are sent a few at a time. */
  const sendAll = () => enqueue(store.pending().keys());

  return {
    edit(videoId, patch, seen) {
      const next = withChange(store.get(videoId), patch, { ...deps.known(videoId), ...seen });
      if (fieldsOf(next.patch).length === 0) return;
      store.put(videoId, next);
      onChange(videoId);
      sendNow(videoId);
    },
    send(videoId) {
      updatePending(videoId, withoutRefusals);
      sendNow(videoId);
    },
    resolve(videoId, keep) {
      updatePending(videoId, keep === "mine" ? keepMine : takeTheirs);
      onChange(videoId);
      sendNow(videoId);
    },
    sendAll,
    isSending: (videoId) => sending.has(videoId),
    supersede: (videoId, fields) => updatePending(videoId, (edit) => afterSuperseded(edit, fields)),
    drop: (videoId) => store.remove(videoId),
    stop() {
      stopped = true;
      cancelBackOff();
      for (const { cancel } of retries.values()) cancel();
    },
  };
}
