import { describe, expect, it } from "vitest";
import type { UploadState } from "../../../shared/model/upload.ts";
import { sampleRow } from "../model/upload-row-sample.ts";
import { createQueueRows } from "./queue-rows.ts";

const row = (id: string, position: number, state: UploadState) => sampleRow({ id, position, state });

const never = () => false;

describe("createQueueRows", () => {
  it("tracks each row from queued to sending to its video", () => {
    const rows = createQueueRows();
    rows.put(row("a", 2, { phase: "queued" }));
    rows.put(row("b", 1, { phase: "queued" }));
    rows.put(row("c", 3, { phase: "paused", held: true }));
    expect(rows.firstQueued(never)?.id).toBe("b");
    expect(rows.sendingCount()).toBe(1);
    rows.put(row("b", 1, { phase: "sending", held: false }));
    expect(rows.firstQueued(never)?.id).toBe("a");
    expect(rows.sendingCount()).toBe(2);
    rows.put(row("b", 1, { phase: "saving", videoId: "v", error: null }));
    expect(rows.sendingCount()).toBe(1);
    expect(rows.ownerOf("v")?.id).toBe("b");
    expect(rows.idsIn("saving")).toEqual(["b"]);
    for (const id of ["a", "b", "c"]) rows.remove(id);
    expect(rows.firstQueued(never)).toBeUndefined();
    expect(rows.sendingCount()).toBe(0);
    expect(rows.ownerOf("v")).toBeUndefined();
  });

  it("does not report a duplicate as the owner of its video", () => {
    const rows = createQueueRows();
    rows.put(row("first", 1, { phase: "complete", videoId: "v" }));
    rows.put(row("duplicate", 2, { phase: "duplicate", videoId: "v" }));
    expect(rows.ownerOf("v")?.id).toBe("first");
  });
});

describe("rows of the same content", () => {
  const twin = (id: string, position: number, state: UploadState) =>
    sampleRow({ id, position, state, fingerprint: "same" });

  it.each<[string, UploadState]>([
    ["is being sent", { phase: "sending", held: false }],
    ["awaits its response", { phase: "confirming" }],
    ["may have arrived", { phase: "uncertain", candidates: [], error: null }],
  ])("wait while another one %s, and let other content pass", (_name, state) => {
    const rows = createQueueRows();
    rows.put(twin("first", 1, state));
    rows.put(twin("second", 2, { phase: "queued" }));
    expect(rows.firstQueued(never)).toBeUndefined();
    rows.put(row("other", 3, { phase: "queued" }));
    expect(rows.firstQueued(never)?.id).toBe("other");
    rows.put(twin("first", 1, { phase: "saving", videoId: "v", error: null }));
    expect(rows.firstQueued(never)?.id).toBe("second");
  });

  it("skips rows that are held back", () => {
    const rows = createQueueRows();
    rows.put(sampleRow({ id: "first", position: 1 }));
    rows.put(sampleRow({ id: "second", position: 2 }));
    expect(rows.firstQueued(({ id }) => id === "first")?.id).toBe("second");
  });
});
