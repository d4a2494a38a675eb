import { describe, expect, it } from "vitest";
import type { Review } from "../../../shared/model/upload.ts";
import { createReviewStore } from "../../state/review-store.ts";
import { chosenByReview, groupReviews, numberedFiles } from "./review-groups.ts";

const item = { fileName: "a.mp4", sizeBytes: 1, lengthSeconds: null, sidecar: null, warning: null };
const review = (reviewId: string): Review => ({
  reviewId,
  choices: null,
  leftOut: 0,
  items: [
    { ...item, itemId: `${reviewId}-1`, verdict: { kind: "accepted" } },
    { ...item, itemId: `${reviewId}-2`, verdict: { kind: "duplicate", videoId: "v", uploadId: null, sameAs: null } },
    { ...item, itemId: `${reviewId}-3`, verdict: { kind: "refused", code: "file-empty" } },
  ],
});

describe("review groups", () => {
  it("merge reviews into one sheet and send a duplicate only when chosen", () => {
    const store = createReviewStore();
    store.add([review("r1")]);
    store.add([review("r2"), review("r1")]);
    store.choose("r2/r2-2", true);
    store.choose("r1/r1-1", false);
    store.choose("r1/r1-3", true);
    const { reviews, chosen } = store.getState();
    expect(numberedFiles(reviews, chosen)).toEqual([
      { fileName: "a.mp4", n: 1 },
      { fileName: "a.mp4", n: 2 },
    ]);
    expect(groupReviews(reviews).accepted).toHaveLength(2);
    expect(chosenByReview(reviews, chosen)).toEqual([
      { reviewId: "r1", itemIds: [], first: 1 },
      { reviewId: "r2", itemIds: ["r2-1", "r2-2"], first: 1 },
    ]);
    store.choose("r1/r1-1", true);
    const both = store.getState();
    expect(numberedFiles(both.reviews, both.chosen).map(({ n }) => n)).toEqual([1, 2, 3]);
    expect(chosenByReview(both.reviews, both.chosen).map(({ first }) => first)).toEqual([1, 2]);
    expect(store.take().reviews).toHaveLength(2);
    expect(store.getState().reviews).toHaveLength(0);
  });

  it("show a file once that several reviews offer, with the newest verdict", () => {
    const store = createReviewStore();
    const refused = { ...item, itemId: "f", verdict: { kind: "refused" as const, code: "file-empty" as const } };
    const ready = { ...item, itemId: "f", verdict: { kind: "accepted" as const } };
    const offer = (reviewId: string, ...items: Review["items"]) =>
      store.add([{ reviewId, items, leftOut: 0, choices: null }]);
    offer("r1", refused, { ...ready, itemId: "other" });
    offer("r2", refused);
    expect(groupReviews(store.getState().reviews).refused.map(({ key }) => key)).toEqual(["r2/f"]);
    offer("r3", ready);
    const { reviews, chosen } = store.getState();
    const { accepted, refused: none } = groupReviews(reviews);
    expect([accepted.map(({ key }) => key), none]).toEqual([["r1/other", "r3/f"], []]);
    // Every review is decided with the sheet, also one that shows nothing any more.
    expect(chosenByReview(reviews, chosen).map(({ itemIds }) => itemIds)).toEqual([["other"], [], ["f"]]);
  });
});
