import { beforeEach, describe, expect, it, vi } from "vitest";
import type { DetailsPatch, KnownDetails } from "../../../shared/model/video.ts";
import { createDetailsDraft, type DraftValues } from "./details-draft.ts";

const transient = new Error("the disk is full");
const bare: DraftValues = { title: "old", description: "", access: "public", stayPrivate: false };

beforeEach(() => {
  vi.useFakeTimers();
});

function setup(store: (patch: DetailsPatch, seen: KnownDetails) => Promise<void> = async () => {}) {
  const stored = vi.fn(store);
  /** The stored patches, without their `seen` values. */
  const patches = () => stored.mock.calls.map(([patch]) => patch);
  const draft = createDetailsDraft(bare, {
    store: stored,
    isTransient: (thrown) => thrown === transient,
    schedule: (callback, ms) => {
      const timer = setTimeout(callback, ms);
      return () => clearTimeout(timer);
    },
    onChange: () => {},
  });
  return { draft, stored, patches };
}

describe("createDetailsDraft", () => {
  it("stores once, 500 ms after the last keystroke", async () => {
    const { draft, stored, patches } = setup();
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

  it("stores immediately on blur and on flush", () => {
    const { draft, patches } = setup();
    draft.focus("description");
    draft.type("description", "text");
    draft.focus(null);
    draft.flush();
    expect(patches()).toEqual([{ description: "text" }]);
  });

  it("does not store during IME composition", async () => {
    const { draft, stored, patches } = setup();
    draft.compose(true);
    draft.type("title", "ㄎㄞ");
    await vi.advanceTimersByTimeAsync(5000);
    expect(stored).not.toHaveBeenCalled();
    draft.type("title", "開箱");
    draft.compose(false);
    await vi.advanceTimersByTimeAsync(500);
    expect(patches()).toEqual([{ title: "開箱" }]);
  });

  it("does not replace a field being edited with published values", async () => {
    const { draft } = setup();
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

  it("keeps its text after a storage error and stores it on the next attempt", async () => {
    let fail = true;
    const { draft, stored } = setup(async () => {
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

  it("stores each choice immediately, even before the previous one is published", async () => {
    const { draft, stored, patches } = setup();
    draft.choose({ access: "private" });
    expect(draft.state().access).toBe("private");
    draft.choose({ access: "public" });
    expect(patches()).toEqual([{ access: "private" }, { access: "public" }]);
    draft.receive({ ...bare, access: "private" });
    expect(draft.state().access).toBe("public");
    await vi.advanceTimersByTimeAsync(0);
    draft.receive({ ...bare, access: "unlisted" });
    expect(draft.state().access).toBe("unlisted");
    // The second choice was based on the first, whether or not main has saved that yet.
    expect(stored.mock.calls.map(([, seen]) => seen.access)).toEqual(["public", "private"]);
  });

  it("keeps a choice after a storage error", async () => {
    const { draft } = setup(() => Promise.reject(new Error("no")));
    draft.choose({ stayPrivate: true });
    await vi.advanceTimersByTimeAsync(0);
    draft.receive(bare);
    expect(draft.state()).toMatchObject({ stayPrivate: true, status: "failed" });
  });

  it("does not store text under composition together with a choice", async () => {
    const { draft, patches } = setup();
    draft.compose(true);
    draft.type("title", "ㄎㄞ");
    draft.choose({ access: "private" });
    expect(patches()).toEqual([{ access: "private" }]);
  });

  it("retries a transient storage error without user action", async () => {
    let isFull = true;
    const { draft, stored, patches } = setup(async () => {
      if (isFull) throw transient;
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

  it("passes each field's value from before the edit, regardless of later published values", async () => {
    const { draft, stored } = setup();
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

  it("hands its unsaved fields over to the next draft and overwrites nothing of it", async () => {
    let isFull = true;
    const { draft, stored } = setup(async () => {
      if (isFull) throw transient;
    });
    draft.type("title", "typed before");
    draft.flush();
    await vi.advanceTimersByTimeAsync(100);
    const next = setup();
    next.draft.takeOver(draft.handOver());
    next.draft.type("title", "typed after");
    isFull = false;
    await vi.advanceTimersByTimeAsync(10_000);
    expect(stored).toHaveBeenCalledTimes(1);
    expect(next.patches()).toEqual([{ title: "typed after" }]);
  });

  it("takes over the unsaved fields of another draft and stores them", async () => {
    const { draft } = setup(() => Promise.reject(transient));
    draft.type("description", "left");
    draft.choose({ access: "private" });
    draft.flush();
    await vi.advanceTimersByTimeAsync(100);
    const next = setup();
    next.draft.takeOver(draft.handOver());
    await vi.advanceTimersByTimeAsync(500);
    expect(next.patches()).toEqual([{ description: "left", access: "private" }]);
  });
});
