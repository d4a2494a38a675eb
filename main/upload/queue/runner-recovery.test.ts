import { describe, expect, it } from "vitest";
import type { UploadRow } from "../model/upload-row.ts";
import { sampleRow } from "../model/upload-row-sample.ts";
import { queued, sends, setup } from "./runner.test-harness.ts";
import type { Runner } from "./runner.ts";

describe("the recovery of a runner's rows", () => {
  it("starts nothing before all rows are recovered: an upload that runs would be taken for one of an earlier start", () => {
    const unsure = sampleRow({ id: "a", position: 1, state: { phase: "uncertain", candidates: [], error: null } });
    const reportsAtOnce = (runner: Runner, row: UploadRow) => {
      if (row.id === "a") runner.report("a", { type: "waitElapsed" });
    };
    const { runner, performed } = setup([unsure, queued("b", 2)], 2, false, null, reportsAtOnce);
    expect(sends(performed)).toEqual(["b"]);
    expect(runner.get("b")).toMatchObject({ state: { phase: "sending" }, attempts: 1 });
  });

  it("starts nothing before all rows are recovered that a full disk kept from it", () => {
    const unsure = sampleRow({ id: "a", position: 1, state: { phase: "confirming" } });
    const sending = sampleRow({ id: "b", position: 2, state: { phase: "sending", held: false } });
    const reportsAtOnce = (runner: Runner, row: UploadRow) => {
      if (row.id === "a") runner.report("a", { type: "waitElapsed" });
    };
    const { runner, performed, failWith } = setup([unsure, sending, queued("c", 3)], 2, false, 13, reportsAtOnce);
    failWith(null);
    runner.setHold({ storage: null });
    expect(sends(performed)).toEqual(["b", "c"]);
  });
});
