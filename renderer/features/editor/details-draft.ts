import type { Details, DetailsPatch, KnownDetails } from "../../../shared/model/video.ts";

/** The fields edited by typing. */
export type TextField = "title" | "description";
/** The fields set with one click. */
type ChoiceField = "access" | "stayPrivate";
type DraftField = TextField | ChoiceField;
/** The details that the form edits. */
export type DraftValues = Pick<Details, DraftField>;

/** How far the current changes are on their way to main. */
export type DraftStatus = "clean" | "typing" | "storing" | "failed";

/** The draft as the form renders it. */
export interface DraftState extends Readonly<DraftValues> {
  readonly status: DraftStatus;
  /** The error of the last attempt to store; null without one. */
  readonly thrown: unknown;
}

interface DraftDeps {
  /** Stores a change on this computer; `seen` holds the previous values of the changed fields. */
  store(patch: DetailsPatch, seen: KnownDetails): Promise<void>;
  /** Whether storing may succeed later, so that it is retried. */
  isTransient(thrown: unknown): boolean;
  /** Runs `callback` after `ms`; the returned function cancels it. */
  schedule(callback: () => void, ms: number): () => void;
  onChange(state: DraftState): void;
}

/** The user's edits, kept separate from the values main publishes until both agree. */
export interface DetailsDraft {
  state(): DraftState;
  type(field: TextField, text: string): void;
  /** Applies and stores a choice immediately, so that the next click starts from it, however late main publishes it. */
  choose(choice: Partial<Pick<DraftValues, ChoiceField>>): void;
  focus(field: TextField | null): void;
  compose(composing: boolean): void;
  /** Applies values that main published, except to fields with unsaved changes or the focus. */
  receive(values: DraftValues): void;
  /** Stores all unsent changes now. */
  flush(): void;
  /** Returns the unsaved values for another draft of the same item; this draft stores nothing afterwards. */
  handOver(): Partial<DraftValues>;
  /** Takes over the unsaved values of another draft. */
  takeOver(unsaved: Partial<DraftValues>): void;
}

/** Time without a keystroke after which text is stored, ms. */
const saveDelayMs = 500;
/** Delay before a transient storage error is retried, ms. */
const retryMs = 2000;
const fields: readonly DraftField[] = ["title", "description", "access", "stayPrivate"];

const pick = (values: DraftValues, names: readonly DraftField[]): Partial<DraftValues> =>
  Object.fromEntries(names.map((name) => [name, values[name]]));

/**
 * Saves automatically: 500 ms after the last keystroke, and immediately on `choose` and `flush`. Transient errors, such
 * as a full or locked disk, are retried until the change is stored, even after the form is gone. Nothing is stored
 * during IME composition except on `flush`, and published values never replace unsaved ones.
 */
export function createDetailsDraft(initial: DraftValues, deps: DraftDeps): DetailsDraft {
  const values = pick(initial, fields) as DraftValues;
  const published = { ...values };
  /** Each field's value before the user's edit; main compares it to detect changes made elsewhere. */
  const seen = { ...values };
  const unsent = new Set<DraftField>();
  let focused: TextField | null = null;
  let composing = false;
  let inFlight = 0;
  const storing = new Set<DraftField>();
  let isHandedOver = false;
  let thrown: unknown = null;
  let cancel: (() => void) | null = null;

  const state = (): DraftState => {
    const status = thrown !== null ? "failed" : inFlight > 0 ? "storing" : unsent.size > 0 ? "typing" : "clean";
    return { ...values, status, thrown };
  };
  const notify = () => deps.onChange(state());

  const applyPublished = () => {
    if (inFlight > 0) return;
    const free = fields.filter((field) => field !== focused && !unsent.has(field));
    Object.assign(values, pick(published, free));
    Object.assign(seen, pick(published, free));
  };
  const send = async (sent: readonly DraftField[]) => {
    if (sent.length === 0) return;
    for (const field of sent) {
      unsent.delete(field);
      storing.add(field);
    }
    thrown = null;
    inFlight += 1;
    notify();
    const patch = pick(values, sent);
    const before = pick(seen, sent);
    const { description, access } = before;
    // The next change is based on this one, whether or not main has saved it by then.
    Object.assign(seen, patch);
    try {
      await deps.store(patch, {
        ...(description === undefined ? {} : { description }),
        ...(access === undefined ? {} : { access }),
      });
    } catch (failure) {
      Object.assign(seen, before);
      if (!isHandedOver) {
        for (const field of sent) unsent.add(field);
        thrown = failure;
        if (deps.isTransient(failure)) cancel ??= deps.schedule(flush, retryMs);
      }
    }
    inFlight -= 1;
    if (inFlight === 0) storing.clear();
    notify();
  };
  const flush = () => {
    cancel?.();
    cancel = null;
    void send([...unsent]);
  };
  const scheduleFlush = () => {
    cancel?.();
    cancel = composing ? null : deps.schedule(flush, saveDelayMs);
  };

  return {
    state,
    flush,
    type(field, text) {
      values[field] = text;
      unsent.add(field);
      thrown = null;
      scheduleFlush();
      notify();
    },
    choose(choice) {
      Object.assign(values, choice);
      void send(fields.filter((field) => field in choice));
    },
    focus(field) {
      focused = field;
      if (field === null && !composing) flush();
      applyPublished();
      notify();
    },
    compose(now) {
      composing = now;
      if (now) scheduleFlush();
      else if (unsent.size > 0) scheduleFlush();
    },
    receive(next) {
      Object.assign(published, next);
      applyPublished();
      notify();
    },
    handOver() {
      const unsaved = pick(values, [...new Set([...unsent, ...storing])]);
      cancel?.();
      cancel = null;
      unsent.clear();
      thrown = null;
      isHandedOver = true;
      return unsaved;
    },
    takeOver(unsaved) {
      Object.assign(values, unsaved);
      for (const field of fields) if (field in unsaved) unsent.add(field);
      if (unsent.size > 0) scheduleFlush();
      notify();
    },
  };
}
