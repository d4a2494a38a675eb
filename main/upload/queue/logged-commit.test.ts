import { describe, expect, it } from "vitest";
import { causeOf, describeCommit } from "./logged-commit.ts";

const error = { code: "timeout", message: "at /home/ada", retryable: true, details: {} } as const;

describe("describeCommit", () => {
  it("names the row, its phases, the cause and the attempt", () => {
    const commit = { id: "7", from: "queued", to: "sending", cause: "slotGranted", attempts: 2 } as const;
    expect(describeCommit(commit)).toBe("upload 7 queued -> sending (slotGranted), attempt 2");
  });

  it("marks rows that are added or removed", () => {
    const commit = { id: "7", cause: "added", attempts: 0 } as const;
    expect(describeCommit({ ...commit, from: null, to: "queued" })).toBe("upload 7 new -> queued (added)");
    expect(describeCommit({ ...commit, from: "complete", to: null, cause: "removed" })).toBe(
      "upload 7 complete -> removed (removed)",
    );
  });
});

describe("causeOf", () => {
  it("adds the kind and the code of a failure, never its message", () => {
    const event = { type: "sendFailed", attempt: 1, bodyStarted: true, atMs: 1, random: 0 } as const;
    expect(causeOf({ ...event, failure: { kind: "broken", error } })).toBe("sendFailed broken timeout");
    expect(causeOf({ ...event, failure: { kind: "duplicate" } })).toBe("sendFailed duplicate");
    expect(causeOf({ type: "detailsFailed", revision: 1, error, random: 0 })).toBe("detailsFailed timeout");
  });

  it("never contains what the user typed", () => {
    expect(causeOf({ type: "detailsEdited", patch: { title: "Secret launch" } })).toBe("detailsEdited");
  });
});
