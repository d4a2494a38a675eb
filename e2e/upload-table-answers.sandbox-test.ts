import { describe, it } from "vitest";
import * as answers from "./upload-table/answer-rows.ts";
import { longRowMs, setupTableFixture } from "./upload-table/table-fixture.test-harness.ts";

const { at } = setupTableFixture();

/**
 * What happens to an upload, and what the app does: one test per row, against the real sandbox process, TLS server, disk,
 * database and app. Its four files are one table. What the window says of each row is tested in
 * renderer/items/upload-table.test.ts.
 */
describe("upload table: an answer → reaction", () => {
  it("connection reset at 1, 50, 99 % → waits, backs off, resends from a freshly opened file", () =>
    answers.connectionReset(at));
  it(
    "response lost, truncated JSON, HTML with 200, no video_id → uncertain, reconciled, adopted",
    () => answers.answerLost(at),
    longRowMs,
  );
  it("1002 on a first attempt → duplicate, linked, not retried", () => answers.repeatOnFirstAttempt(at));
  it("1002 after an uncertain attempt → arrived: reconciled, details saved", () => answers.repeatAfterUncertain(at));
  it("403, 1003, 1006, 1007, 1010, 413, 415 → failed, never retried automatically, early 413 recognised", () =>
    answers.refusedForGood(at));
  it("429, 503 with Retry-After → queue held until then, clamped", () => answers.toldToWait(at), longRowMs);
  it("500, 502, 504 before and after the last byte → backs off; uncertain", () => answers.serverErrors(at), longRowMs);
  it("details refused (1006, 1008, 1009) → video kept, only details retried", () => answers.detailsRefused(at));
});
