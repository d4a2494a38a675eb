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
    { ...item, itemId: "1", verdict: { kind: "accepted" } },
    { ...item, itemId: "2", verdict: { kind: "duplicate", videoId: "v", uploadId: null } },
    { ...item, itemId: "3", verdict: { kind: "refused", code: "file-empty" } },
  ],
});

describe("review groups", () => {
  it("merge reviews into one sheet and send a duplicate only when chosen", () => {
    const store = createReviewStore();
    store.add([review("r1")]);
    store.add([review("r2"), review("r1")]);
    store.choose("r2/2", true);
    store.choose("r1/1", false);
    store.choose("r1/3", true);
    const { reviews, chosen } = store.getState();
    expect(numberedFiles(reviews, chosen)).toEqual([
      { fileName: "a.mp4", n: 1 },
      { fileName: "a.mp4", n: 2 },
    ]);
    expect(groupReviews(reviews).accepted).toHaveLength(2);
    expect(chosenByReview(reviews, chosen)).toEqual([
      { reviewId: "r1", itemIds: [], first: 1 },
      { reviewId: "r2", itemIds: ["1", "2"], first: 1 },
    ]);
    store.choose("r1/1", true);
    const both = store.getState();
    expect(numberedFiles(both.reviews, both.chosen).map(({ n }) => n)).toEqual([1, 2, 3]);
    expect(chosenByReview(both.reviews, both.chosen).map(({ first }) => first)).toEqual([1, 2]);
    expect(store.take().reviews).toHaveLength(2);
    expect(store.getState().reviews).toHaveLength(0);
  });
});
