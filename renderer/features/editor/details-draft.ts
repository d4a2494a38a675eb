import type { DetailsPatch } from "../../../shared/model/video.ts";

/** The fields a person types in. */
export type TextField = "title" | "description";

/** What is known about the way of a change to main. */
export type DraftStatus = "clean" | "typing" | "storing" | "failed";

/** The draft as a form shows it. */
export interface DraftState {
  readonly title: string;
  readonly description: string;
  readonly status: DraftStatus;
  /** What was thrown by the last attempt to store. */
  readonly thrown: unknown;
}

interface DraftDeps {
  /** Stores a change on this computer. */
  store(patch: DetailsPatch): Promise<void>;
  /** Calls back later; returns how to call it off. */
  later(callback: () => void, ms: number): () => void;
  changed(state: DraftState): void;
}

/** What a person is typing, kept apart from what main publishes until the two agree. */
export interface DetailsDraft {
  state(): DraftState;
  type(field: TextField, text: string): void;
  focus(field: TextField | null): void;
  compose(composing: boolean): void;
  /** Takes what main publishes into the fields that are not being typed in. */
  receive(texts: Record<TextField, string>): void;
  /** Stores what is unsent now. */
  flush(): void;
}

const quietMs = 500;
const fields: readonly TextField[] = ["title", "description"];

/**
 * Saves by itself: 500 ms after the last key, and at once on `flush`. Nothing is stored in the middle of a composition
 * unless the form goes away, and a published text never replaces one that is being typed or has not been stored.
 */
export function createDetailsDraft(initial: Record<TextField, string>, deps: DraftDeps): DetailsDraft {
  const texts = { ...initial };
  const published = { ...initial };
  const unsent = new Set<TextField>();
  let focused: TextField | null = null;
  let composing = false;
  let inFlight = 0;
  let thrown: unknown = null;
  let callOff: (() => void) | null = null;

  const state = (): DraftState => {
    const status = thrown !== null ? "failed" : inFlight > 0 ? "storing" : unsent.size > 0 ? "typing" : "clean";
    return { ...texts, status, thrown };
  };
  const changed = () => deps.changed(state());

  const settle = () => {
    for (const field of fields) {
      if (field !== focused && !unsent.has(field) && inFlight === 0) texts[field] = published[field];
    }
  };
  const send = async () => {
    const sent = [...unsent];
    if (sent.length === 0) return;
    unsent.clear();
    thrown = null;
    inFlight += 1;
    changed();
    try {
      await deps.store(Object.fromEntries(sent.map((field) => [field, texts[field]])));
    } catch (failure) {
      for (const field of sent) unsent.add(field);
      thrown = failure;
    }
    inFlight -= 1;
    changed();
  };
  const flush = () => {
    callOff?.();
    callOff = null;
    void send();
  };
  const schedule = () => {
    callOff?.();
    callOff = composing ? null : deps.later(flush, quietMs);
  };

  return {
    state,
    flush,
    type(field, text) {
      texts[field] = text;
      unsent.add(field);
      thrown = null;
      schedule();
      changed();
    },
    focus(field) {
      focused = field;
      if (field === null && !composing) flush();
      settle();
      changed();
    },
    compose(now) {
      composing = now;
      if (now) callOff?.();
      else if (unsent.size > 0) schedule();
    },
    receive(next) {
      Object.assign(published, next);
      settle();
      changed();
    },
  };
}
