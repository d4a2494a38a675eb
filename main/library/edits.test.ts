import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { AppErrorValue } from "../../shared/errors.ts";
import { toErrorValue } from "../biggo/app-error.ts";
import { BigGoError } from "../biggo/biggo-error.ts";
import { openInMemory } from "../database/open-database.ts";
import { createEditStore } from "./edit-store.ts";
import { createEdits } from "./edits.ts";

const error: AppErrorValue = { code: "invalid-field", message: "", retryable: false, details: {} };
const turn = () => new Promise((resolve) => setImmediate(resolve));
const names = Array.from({ length: 60 }, (_, index) => `v${index}`);

/** Edits over a BigGo that answers on demand, with 60 edits of an earlier run. */
function setup() {
  const database = openInMemory();
  const store = createEditStore(database);
  for (const name of names) store.put(name, { patch: { title: name }, base: {}, attempted: {}, theirs: {}, held: {} });
  const open = new Map<string, { resolve: () => void; reject: (cause: unknown) => void }>();
  const sent: string[] = [];
  /** For each confirmed edit: whether it was still stored when that was reported. */
  const pendingAtSave: boolean[] = [];
  let timers: (() => void)[] = [];
  let most = 0;
  const edits = createEdits({
    store,
    update(videoId) {
      sent.push(videoId);
      const answer = new Promise<void>((resolve, reject) => open.set(videoId, { resolve, reject }));
      most = Math.max(most, open.size);
      return answer.finally(() => open.delete(videoId));
    },
    known: () => ({}),
    current: async () => ({}),
    explain: async (cause) => toErrorValue(cause),
    onChange() {},
    onSaved: (videoId) => void pendingAtSave.push(store.get(videoId) !== undefined),
    onSignedOut() {},
    after(_ms, run) {
      timers.push(run);
      return () => {
        timers = timers.filter((other) => other !== run);
      };
    },
  });
  /** Settles all requests that are open. */
  const answerAll = async (settle: (one: { resolve: () => void; reject: (cause: unknown) => void }) => void) => {
    await turn();
    for (const one of [...open.values()]) settle(one);
    await turn();
  };
  return {
    edits,
    store,
    sent,
    pendingAtSave,
    most: () => most,
    answerAll,
    runTimers: () => timers.splice(0).forEach((run) => void run()),
    close() {
      edits.stop();
      database.close();
    },
  };
}

let fixture: ReturnType<typeof setup>;
beforeEach(() => {
  fixture = setup();
});
afterEach(() => fixture.close());

describe("edits after a long absence", () => {
  it("go out a few at a time, each once", async () => {
    const { edits, store, sent, most, answerAll } = fixture;
    edits.sendAll();
    for (let round = 0; round < 20; round += 1) await answerAll(({ resolve }) => resolve());
    expect(most()).toBe(4);
    expect(sent).toEqual(names);
    expect(store.pending().size).toBe(0);
  });

  it("stay stored until everything else knows that they are confirmed, so that a crash loses none", async () => {
    fixture.edits.sendAll();
    await fixture.answerAll(({ resolve }) => resolve());
    expect(fixture.pendingAtSave).toEqual([true, true, true, true]);
    expect(fixture.store.get("v0")).toBeUndefined();
  });

  it("let a change that the user makes now pass", async () => {
    const { edits, sent } = fixture;
    edits.sendAll();
    await turn();
    edits.edit("v59", { title: "typed now" });
    await turn();
    expect(sent).toEqual(["v0", "v1", "v2", "v3", "v59"]);
  });

  it("go out a few at a time again when they are retried together", async () => {
    const { edits, store, most, answerAll, runTimers } = fixture;
    edits.sendAll();
    for (let round = 0; round < 20; round += 1) {
      await answerAll(({ reject }) => reject(new BigGoError("network", "connection reset")));
    }
    expect(store.pending().size).toBe(60);
    runTimers();
    for (let round = 0; round < 20; round += 1) await answerAll(({ resolve }) => resolve());
    expect(most()).toBe(4);
    expect(store.pending().size).toBe(0);
  });

  it("continue behind edits that are refused or held", async () => {
    const { edits, store, sent, answerAll } = fixture;
    for (const name of names.slice(0, 10)) {
      const edit = store.get(name);
      if (edit !== undefined) store.put(name, { ...edit, held: { title: error } });
    }
    edits.sendAll();
    for (let round = 0; round < 20; round += 1) {
      await answerAll(({ reject }) => reject(new BigGoError("refused", "1006", { biggoCode: 1006 })));
    }
    expect(sent).toEqual(names.slice(10));
    expect([...store.pending().values()].every(({ held }) => held.title !== undefined)).toBe(true);
  });
});
