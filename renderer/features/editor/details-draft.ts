import type { Details, DetailsPatch, KnownDetails } from "../../../shared/model/video.ts";

/** The fields a person types in. */
export type TextField = "title" | "description";
/** The fields a person chooses with one click. */
type ChoiceField = "access" | "stayPrivate";
type DraftField = TextField | ChoiceField;
/** What a form shows of a video's details. */
export type DraftValues = Pick<Details, DraftField>;

/** What is known about the way of a change to main. */
export type DraftStatus = "clean" | "typing" | "storing" | "failed";

/** The draft as a form shows it. */
export interface DraftState extends Readonly<DraftValues> {
  readonly status: DraftStatus;
  /** What was thrown by the last attempt to store. */
  readonly thrown: unknown;
}

interface DraftDeps {
  /** Stores a change on this computer; `seen` is what the changed fields were before it. */
  store(patch: DetailsPatch, seen: KnownDetails): Promise<void>;
  /** Whether what could not be stored may be stored in a while. */
  isPassing(thrown: unknown): boolean;
  /** Calls back later; returns how to call it off. */
  later(callback: () => void, ms: number): () => void;
  changed(state: DraftState): void;
}

/** What a person is typing and choosing, kept apart from what main publishes until the two agree. */
export interface DetailsDraft {
  state(): DraftState;
  type(field: TextField, text: string): void;
  /** Shows the choice and stores it at once: the next click meets what was chosen, however late main publishes it. */
  choose(choice: Partial<Pick<DraftValues, ChoiceField>>): void;
  focus(field: TextField | null): void;
  compose(composing: boolean): void;
  /** Takes what main publishes into the fields that are not being typed in. */
  receive(values: DraftValues): void;
  /** Stores what is unsent now. */
  flush(): void;
  /** Gives up what is not stored to another draft of the same item, and stores nothing any more. */
  handOver(): Partial<DraftValues>;
  /** Takes over what another draft could not store. */
  takeOver(left: Partial<DraftValues>): void;
}

const quietMs = 500;
/** How soon what could not be stored is stored again, ms. */
const retryMs = 2000;
const fields: readonly DraftField[] = ["title", "description", "access", "stayPrivate"];

const only = (values: DraftValues, names: readonly DraftField[]): Partial<DraftValues> =>
  Object.fromEntries(names.map((name) => [name, values[name]]));

/**
 * Saves by itself: 500 ms after the last key, and at once on `choose` and `flush`; what a full or locked disk refuses is
 * stored again until it is taken, also when the form is gone. Nothing is stored in the middle of a composition unless
 * the form goes away, and what is published never replaces what has not been stored.
 */
export function createDetailsDraft(initial: DraftValues, deps: DraftDeps): DetailsDraft {
  const values = only(initial, fields) as DraftValues;
  const published = { ...values };
  /** What each field was before the person changed it: by that it is told whether somebody else did as well. */
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
  const changed = () => deps.changed(state());

  const settle = () => {
    if (inFlight > 0) return;
    const free = fields.filter((field) => field !== focused && !unsent.has(field));
    Object.assign(values, only(published, free));
    Object.assign(seen, only(published, free));
  };
  const send = async (sent: readonly DraftField[]) => {
    if (sent.length === 0) return;
    for (const field of sent) {
      unsent.delete(field);
      storing.add(field);
    }
    thrown = null;
    inFlight += 1;
    changed();
    const patch = only(values, sent);
    const before = only(seen, sent);
    const { description, access } = before;
    // What is stored next was seen like this, be it stored before or after main has heard that this one is saved.
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
        if (deps.isPassing(failure)) cancel ??= deps.later(flush, retryMs);
      }
    }
    inFlight -= 1;
    if (inFlight === 0) storing.clear();
    changed();
  };
  const flush = () => {
    cancel?.();
    cancel = null;
    void send([...unsent]);
  };
  const schedule = () => {
    cancel?.();
    cancel = composing ? null : deps.later(flush, quietMs);
  };

  return {
    state,
    flush,
    type(field, text) {
      values[field] = text;
      unsent.add(field);
      thrown = null;
      schedule();
      changed();
    },
    choose(choice) {
      Object.assign(values, choice);
      void send(fields.filter((field) => field in choice));
    },
    focus(field) {
      focused = field;
      if (field === null && !composing) flush();
      settle();
      changed();
    },
    compose(now) {
      composing = now;
      if (now) schedule();
      else if (unsent.size > 0) schedule();
    },
    receive(next) {
      Object.assign(published, next);
      settle();
      changed();
    },
    handOver() {
      const left = only(values, [...new Set([...unsent, ...storing])]);
      cancel?.();
      cancel = null;
      unsent.clear();
      thrown = null;
      isHandedOver = true;
      return left;
    },
    takeOver(left) {
      Object.assign(values, left);
      for (const field of fields) if (field in left) unsent.add(field);
      if (unsent.size > 0) schedule();
      changed();
    },
  };
}
