import { describe, expect, it } from "vitest";
import { apiVideoStatusSchema, ProcessStatus } from "./process-status.ts";

describe("apiVideoStatusSchema", () => {
  it("knows both numbers for a queued video, and the number of a complete one", () => {
    const statusOf = (process_status: number) => apiVideoStatusSchema.parse({ processing: false, process_status });
    expect(statusOf(ProcessStatus.inQueue)).toMatchObject({ complete: false, broken: false });
    expect(statusOf(ProcessStatus.inQueueAlternative)).toMatchObject({ complete: false, broken: false });
    expect(statusOf(ProcessStatus.complete)).toMatchObject({ processStatus: 13, complete: true, broken: false });
  });

  it.each([[undefined], [null], [[]], ["queued"]])("treats the malformed status %j as being processed", (status) => {
    const expected = { processing: true, processStatus: 0, keywords: [], complete: false, broken: false };
    expect(apiVideoStatusSchema.parse(status)).toEqual(expected);
  });
});
