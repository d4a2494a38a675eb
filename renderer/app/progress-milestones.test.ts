import { describe, expect, it } from "vitest";
import { seedUpload } from "../bridge/memory-seed.ts";
import { createMilestoneTracker } from "./progress-milestones.ts";

const row = (sentBytes: number) => ({ id: "a", sentBytes, totalBytes: 1e6, bytesPerSecond: 1e5, secondsLeft: 1 });
const sending = seedUpload("a", "a.mp4", 1, 10, { phase: "sending", held: false });

describe("createMilestoneTracker", () => {
  it("reports every milestone once and none from before the first call", () => {
    const reachedSince = createMilestoneTracker();
    const milestonesAt = (sent: number) =>
      reachedSince(new Map([["a", sending]]), { a: row(sent) }).map(({ milestone }) => milestone);
    expect(milestonesAt(1e5)).toEqual([]);
    expect(milestonesAt(3e5)).toEqual([25]);
    expect(milestonesAt(3.5e5)).toEqual([]);
    expect(milestonesAt(8e5)).toEqual([75]);
  });
});
