import { describe, expect, it } from "vitest";
import { AppError } from "../../shared/errors.ts";
import type { Review } from "../../shared/model/upload.ts";
import { newDetails } from "../../shared/model/video.ts";
import type { Intake } from "../upload/intake/intake.ts";
import { createInbox } from "./inbox.ts";

/** An intake that takes what is not called "again". */
function setup({ open = true, full = false } = {}) {
  const accepted: string[] = [];
  const offer = async (paths: readonly string[]): Promise<Review> => ({
    reviewId: paths.join(),
    choices: null,
    leftOut: 0,
    items: paths.map((path) => ({
      itemId: path,
      fileName: path,
      sizeBytes: 1,
      lengthSeconds: null,
      sidecar: null,
      warning: null,
      verdict: path.includes("again") ? { kind: "duplicate", videoId: "v", uploadId: null } : { kind: "accepted" },
    })),
  });
  const accept: Intake["accept"] = (_, itemIds) => {
    if (world.full) throw new AppError("disk-full", "full", { retryable: true });
    accepted.push(...itemIds);
    return [...itemIds];
  };
  const intake: Intake = { offer, accept, foldersOf: () => [], dismiss: () => {} };
  const world = { open, full, accepted };
  const inbox = createInbox({
    intake: () => (world.open ? intake : null),
    newDetails: (fileName) => newDetails(fileName, "public"),
    onArrived: () => {},
  });
  const shown = () => inbox.takeReviews().flatMap(({ items }) => items.map((item) => item.fileName));
  return { world, inbox, shown };
}

describe("createInbox", () => {
  it("adds accepted files at once and shows the others for review", async () => {
    const { world, inbox, shown } = setup();
    let taken = 0;
    await inbox.receive({ files: ["a.mp4", "again.mp4"], add: true }, () => {
      taken += 1;
    });
    expect(world.accepted).toEqual(["a.mp4"]);
    expect(taken).toBe(0);
    expect(shown()).toEqual(["again.mp4"]);
    expect(taken).toBe(1);
  });

  it("keeps files until an account is open, and reports them as taken only then", async () => {
    const { world, inbox, shown } = setup({ open: false });
    let taken = 0;
    await inbox.receive({ files: ["a.mp4"], add: false }, () => {
      taken += 1;
    });
    await inbox.resume();
    expect([taken, shown()]).toEqual([0, []]);
    world.open = true;
    await inbox.resume();
    // A crash before the page has them must not lose them.
    expect(taken).toBe(0);
    expect([shown(), taken]).toEqual([["a.mp4"], 1]);
  });

  it("shows files in the review sheet when they cannot be stored now", async () => {
    const { inbox, shown } = setup({ full: true });
    await inbox.receive({ files: ["a.mp4"], add: true });
    expect(shown()).toEqual(["a.mp4"]);
  });
});
