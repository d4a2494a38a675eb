import { beforeEach, describe, expect, it, vi } from "vitest";
import type { DetailsPatch, KnownDetails } from "../../../shared/model/video.ts";
import { createDetailsDraft, type DraftValues } from "./details-draft.ts";

const passing = new Error("the disk is full");
const bare: DraftValues = { title: "old", description: "", access: "public", stayPrivate: false };

beforeEach(() => {
  vi.useFakeTimers();
});

function stage(store: (patch: DetailsPatch, seen: KnownDetails) => Promise<void> = async () => {}) {
  const stored = vi.fn(store);
  /** What was stored, without what was seen before it. */
  const patches = () => stored.mock.calls.map(([patch]) => patch);
  const draft = createDetailsDraft(bare, {
    store: stored,
    isPassing: (thrown) => thrown === passing,
    later: (callback, ms) => {
      const timer = setTimeout(callback, ms);
      return () => clearTimeout(timer);
    },
    changed: () => {},
  });
  return { draft, stored, patches };
}

describe("a draft", () => {
  it("is stored half a second after the last key, once", async () => {
    const { draft, stored, patches } = stage();
    draft.focus("title");
    draft.type("title", "n");
    await vi.advanceTimersByTimeAsync(400);
    draft.type("title", "new");
    await vi.advanceTimersByTimeAsync(499);
    expect(stored).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(patches()).toEqual([{ title: "new" }]);
    expect(draft.state().status).toBe("clean");
  });

  it("is stored at once when the field or the form is left", () => {
    const { draft, patches } = stage();
    draft.focus("description");
    draft.type("description", "text");
    draft.focus(null);
    draft.flush();
    expect(patches()).toEqual([{ description: "text" }]);
  });

  it("is not stored in the middle of a composition", async () => {
    const { draft, stored, patches } = stage();
    draft.compose(true);
    draft.type("title", "ㄎㄞ");
    await vi.advanceTimersByTimeAsync(5000);
    expect(stored).not.toHaveBeenCalled();
    draft.type("title", "開箱");
    draft.compose(false);
    await vi.advanceTimersByTimeAsync(500);
    expect(patches()).toEqual([{ title: "開箱" }]);
  });

  it("is not replaced by what BigGo says while it is typed", async () => {
    const { draft } = stage();
    draft.focus("title");
    draft.type("title", "mine");
    draft.receive({ ...bare, title: "theirs", description: "theirs" });
    expect(draft.state()).toMatchObject({ title: "mine", description: "theirs" });
    await vi.advanceTimersByTimeAsync(500);
    draft.receive({ ...bare, title: "mine", description: "theirs" });
    draft.focus(null);
    draft.receive({ ...bare, title: "later", description: "theirs" });
    expect(draft.state().title).toBe("later");
  });

  it("keeps its text when it could not be stored, and stores it on the next try", async () => {
    let fail = true;
    const { draft, stored } = stage(async () => {
      if (fail) throw new Error("no");
    });
    draft.type("title", "kept");
    await vi.advanceTimersByTimeAsync(500);
    draft.receive({ ...bare, title: "old", description: "" });
    expect(draft.state()).toMatchObject({ title: "kept", status: "failed" });
    fail = false;
    draft.flush();
    await vi.advanceTimersByTimeAsync(0);
    expect(stored).toHaveBeenCalledTimes(2);
    expect(draft.state().status).toBe("clean");
  });

  it("shows a choice and stores it at once, and a second one before the first is published", async () => {
    const { draft, stored, patches } = stage();
    draft.choose({ access: "private" });
    expect(draft.state().access).toBe("private");
    draft.choose({ access: "public" });
    expect(patches()).toEqual([{ access: "private" }, { access: "public" }]);
    draft.receive({ ...bare, access: "private" });
    expect(draft.state().access).toBe("public");
    await vi.advanceTimersByTimeAsync(0);
    draft.receive({ ...bare, access: "unlisted" });
    expect(draft.state().access).toBe("unlisted");
    // The second was made on top of the first, whether main has saved that by then or not.
    expect(stored.mock.calls.map(([, seen]) => seen.access)).toEqual(["public", "private"]);
  });

  it("keeps a choice that could not be stored", async () => {
    const { draft } = stage(() => Promise.reject(new Error("no")));
    draft.choose({ stayPrivate: true });
    await vi.advanceTimersByTimeAsync(0);
    draft.receive(bare);
    expect(draft.state()).toMatchObject({ stayPrivate: true, status: "failed" });
  });

  it("does not store what is being composed along with a choice", async () => {
    const { draft, patches } = stage();
    draft.compose(true);
    draft.type("title", "ㄎㄞ");
    draft.choose({ access: "private" });
    expect(patches()).toEqual([{ access: "private" }]);
  });

  it("stores again what could not be stored for now, also when nobody looks after it", async () => {
    let isFull = true;
    const { draft, stored, patches } = stage(async () => {
      if (isFull) throw passing;
    });
    draft.type("title", "kept");
    draft.flush();
    await vi.advanceTimersByTimeAsync(5000);
    expect(stored.mock.calls.length).toBeGreaterThan(1);
    isFull = false;
    await vi.advanceTimersByTimeAsync(2000);
    expect(patches().at(-1)).toEqual({ title: "kept" });
    expect(draft.state().status).toBe("clean");
    const count = stored.mock.calls.length;
    await vi.advanceTimersByTimeAsync(10_000);
    expect(stored).toHaveBeenCalledTimes(count);
  });

  it("says what each field was before it was changed, whatever has come since", async () => {
    const { draft, stored } = stage();
    draft.focus("description");
    draft.receive({ ...bare, description: "theirs" });
    draft.type("description", "mine");
    draft.choose({ access: "private" });
    await vi.advanceTimersByTimeAsync(500);
    expect(stored.mock.calls).toEqual([
      [{ access: "private" }, { access: "public" }],
      [{ description: "mine" }, { description: "" }],
    ]);
    draft.type("description", "mine, longer");
    await vi.advanceTimersByTimeAsync(500);
    expect(stored.mock.calls.at(-1)).toEqual([{ description: "mine, longer" }, { description: "mine" }]);
  });

  it("gives up what it could not store to the next draft of the item, and writes over nothing of it", async () => {
    let isFull = true;
    const { draft, stored } = stage(async () => {
      if (isFull) throw passing;
    });
    draft.type("title", "typed before");
    draft.flush();
    await vi.advanceTimersByTimeAsync(100);
    const next = stage();
    next.draft.takeOver(draft.handOver());
    next.draft.type("title", "typed after");
    isFull = false;
    await vi.advanceTimersByTimeAsync(10_000);
    expect(stored).toHaveBeenCalledTimes(1);
    expect(next.patches()).toEqual([{ title: "typed after" }]);
  });

  it("takes over what nobody has typed on, and stores it", async () => {
    const { draft } = stage(() => Promise.reject(passing));
    draft.type("description", "left");
    draft.choose({ access: "private" });
    draft.flush();
    await vi.advanceTimersByTimeAsync(100);
    const next = stage();
    next.draft.takeOver(draft.handOver());
    await vi.advanceTimersByTimeAsync(500);
    expect(next.patches()).toEqual([{ description: "left", access: "private" }]);
  });
});
