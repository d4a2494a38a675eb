import { beforeEach, describe, expect, it, vi } from "vitest";
import type { DetailsPatch } from "../../../shared/model/video.ts";
import { createDetailsDraft, type DraftValues } from "./details-draft.ts";

const bare: DraftValues = { title: "old", description: "", access: "public", stayPrivate: false };

beforeEach(() => {
  vi.useFakeTimers();
});

function stage(store: (patch: DetailsPatch) => Promise<void> = async () => {}) {
  const stored = vi.fn(store);
  const draft = createDetailsDraft(bare, {
    store: stored,
    later: (callback, ms) => {
      const timer = setTimeout(callback, ms);
      return () => clearTimeout(timer);
    },
    changed: () => {},
  });
  return { draft, stored };
}

describe("a draft", () => {
  it("is stored half a second after the last key, once", async () => {
    const { draft, stored } = stage();
    draft.focus("title");
    draft.type("title", "n");
    await vi.advanceTimersByTimeAsync(400);
    draft.type("title", "new");
    await vi.advanceTimersByTimeAsync(499);
    expect(stored).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(stored.mock.calls).toEqual([[{ title: "new" }]]);
    expect(draft.state().status).toBe("clean");
  });

  it("is stored at once when the field or the form is left", () => {
    const { draft, stored } = stage();
    draft.focus("description");
    draft.type("description", "text");
    draft.focus(null);
    draft.flush();
    expect(stored.mock.calls).toEqual([[{ description: "text" }]]);
  });

  it("is not stored in the middle of a composition", async () => {
    const { draft, stored } = stage();
    draft.compose(true);
    draft.type("title", "ㄎㄞ");
    await vi.advanceTimersByTimeAsync(5000);
    expect(stored).not.toHaveBeenCalled();
    draft.type("title", "開箱");
    draft.compose(false);
    await vi.advanceTimersByTimeAsync(500);
    expect(stored.mock.calls).toEqual([[{ title: "開箱" }]]);
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
    const { draft, stored } = stage();
    draft.choose({ access: "private" });
    expect(draft.state().access).toBe("private");
    draft.choose({ access: "public" });
    expect(stored.mock.calls).toEqual([[{ access: "private" }], [{ access: "public" }]]);
    draft.receive({ ...bare, access: "private" });
    expect(draft.state().access).toBe("public");
    await vi.advanceTimersByTimeAsync(0);
    draft.receive({ ...bare, access: "unlisted" });
    expect(draft.state().access).toBe("unlisted");
  });

  it("keeps a choice that could not be stored", async () => {
    const { draft } = stage(() => Promise.reject(new Error("no")));
    draft.choose({ stayPrivate: true });
    await vi.advanceTimersByTimeAsync(0);
    draft.receive(bare);
    expect(draft.state()).toMatchObject({ stayPrivate: true, status: "failed" });
  });

  it("does not store what is being composed along with a choice", async () => {
    const { draft, stored } = stage();
    draft.compose(true);
    draft.type("title", "ㄎㄞ");
    draft.choose({ access: "private" });
    expect(stored.mock.calls).toEqual([[{ access: "private" }]]);
  });
});
