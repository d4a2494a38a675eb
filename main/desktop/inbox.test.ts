import { describe, expect, it } from "vitest";
import { AppError } from "../../shared/errors.ts";
import type { Review } from "../../shared/model/upload.ts";
import { newDetails } from "../../shared/model/video.ts";
import type { Intake } from "../upload/intake/intake.ts";
import { createInbox } from "./inbox.ts";

/** An intake that takes what is not called "again", and compares what is called "slow". */
function setup({ open = true, full = false } = {}) {
  const accepted: string[] = [];
  const comparing: (() => void)[] = [];
  const offer: Intake["offer"] = async (paths, options): Promise<Review> => {
    const isSlow = (path: string) => path.includes("slow");
    if (!paths.some(isSlow)) return reviewOf(paths);
    options?.onReady?.(reviewOf(paths.filter((path) => !isSlow(path))));
    await new Promise<void>((resolve) => comparing.push(resolve));
    return reviewOf(paths.filter(isSlow));
  };
  const reviewOf = (paths: readonly string[]): Review => ({
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
      verdict: path.includes("again")
        ? { kind: "duplicate", videoId: "v", uploadId: null, sameAs: null }
        : { kind: "accepted" },
    })),
  });
  const accept: Intake["accept"] = async (_, itemIds) => {
    if (world.full) throw new AppError("disk-full", "full", { retryable: true });
    accepted.push(...itemIds);
    return { uploadIds: [...itemIds], duplicates: [] };
  };
  const refuse: Intake["refuse"] = (paths) => ({
    reviewId: "refused",
    choices: null,
    leftOut: 0,
    items: paths.map((path) => ({
      itemId: path,
      fileName: path,
      sizeBytes: 0,
      lengthSeconds: null,
      sidecar: null,
      warning: null,
      verdict: { kind: "refused", code: "file-stopped-app" },
    })),
  });
  const explainsCrash: Intake["explainsCrash"] = (paths) => paths.includes("known.mp4");
  const intake: Intake = {
    offer,
    refuse,
    explainsCrash,
    accept,
    foldersOf: () => [],
    dismiss: () => {},
    cancelCheck: () => {},
  };
  const world = { open, full, accepted, comparing };
  const inbox = createInbox({
    intake: () => (world.open ? intake : null),
    newDetails: (fileName) => newDetails(fileName, "public"),
    onArrived: () => {},
  });
  const shown = () => inbox.takeReviews().flatMap(({ items }) => items.map((item) => item.fileName));
  return { world, inbox, shown };
}

/** The progress of a note, as a list of what was recorded. */
function note(crashes = 0) {
  const recorded: string[] = [];
  const on = (what: string) => () => void recorded.push(what);
  const progress = {
    recollected: crashes > 0,
    crashes,
    started: on("started"),
    handled: on("handled"),
    taken: on("taken"),
  };
  return { recorded, progress };
}

describe("createInbox", () => {
  it("adds accepted files at once and shows the others for review", async () => {
    const { world, inbox, shown } = setup();
    const { recorded, progress } = note();
    await inbox.receive({ files: ["a.mp4", "again.mp4"], add: true }, progress);
    expect(world.accepted).toEqual(["a.mp4"]);
    expect(recorded).toEqual(["started", "handled"]);
    expect(shown()).toEqual(["again.mp4"]);
    expect(recorded).toEqual(["started", "handled", "taken"]);
  });

  it("keeps files until an account is open, and reports them as taken only then", async () => {
    const { world, inbox, shown } = setup({ open: false });
    const { recorded, progress } = note();
    await inbox.receive({ files: ["a.mp4"], add: false }, progress);
    await inbox.resume();
    expect([recorded, shown()]).toEqual([[], []]);
    world.open = true;
    await inbox.resume();
    // A crash before the page has them must not lose them.
    expect(recorded).toEqual(["started", "handled"]);
    expect(shown()).toEqual(["a.mp4"]);
    expect(recorded.at(-1)).toBe("taken");
  });

  it("shows files in the review sheet when they cannot be stored now", async () => {
    const { inbox, shown } = setup({ full: true });
    await inbox.receive({ files: ["a.mp4"], add: true });
    expect(shown()).toEqual(["a.mp4"]);
  });

  it("sets a note aside that has ended the app twice, and names its files", async () => {
    const { world, inbox } = setup();
    const { recorded, progress } = note(2);
    await inbox.receive({ files: ["a.mp4", "b.mp4"], add: true }, progress);
    expect([world.accepted, recorded]).toEqual([[], []]);
    const [review] = inbox.takeReviews();
    expect(review?.items.map(({ fileName, verdict }) => [fileName, verdict])).toEqual([
      ["a.mp4", { kind: "refused", code: "file-stopped-app" }],
      ["b.mp4", { kind: "refused", code: "file-stopped-app" }],
    ]);
    expect(recorded).toEqual(["taken"]);
  });

  it("tries a note once more when one of its files is known as the cause", async () => {
    const { world, inbox } = setup();
    const files = { files: ["a.mp4", "known.mp4"], add: true };
    await inbox.receive(files, note(2).progress);
    expect(world.accepted).toEqual(["a.mp4", "known.mp4"]);
    await inbox.receive(files, note(3).progress);
    expect(world.accepted).toHaveLength(2);
  });

  it("does not blame a note when the app is quit meanwhile", async () => {
    const { inbox } = setup();
    const { recorded, progress } = note();
    const received = inbox.receive({ files: ["a.mp4"], add: false }, progress);
    inbox.stop();
    expect(recorded).toEqual(["started", "handled"]);
    await received;
    expect(recorded).toEqual(["started", "handled"]);
  });

  it("handles the other files, and the notes after it, while one of its files is compared", async () => {
    const { world, inbox, shown } = setup({ open: false });
    const [slow, next] = [note(), note()];
    await inbox.receive({ files: ["a.mp4", "slow.mp4"], add: true }, slow.progress);
    await inbox.receive({ files: ["b.mp4"], add: true }, next.progress);
    world.open = true;
    await inbox.resume();
    expect(world.accepted).toEqual(["a.mp4", "b.mp4"]);
    // A crash now must not lose the file that is compared.
    expect([slow.recorded, next.recorded]).toEqual([
      ["started", "handled"],
      ["started", "taken", "handled"],
    ]);
    for (const end of world.comparing) end();
    await expect.poll(() => world.accepted).toEqual(["a.mp4", "b.mp4", "slow.mp4"]);
    expect([slow.recorded, shown()]).toEqual([["started", "handled", "taken"], []]);
  });
});
