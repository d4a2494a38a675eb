import { describe, expect, it } from "vitest";
import type { Review } from "../../shared/model/upload.ts";
import { createPageReviews } from "./page-reviews.ts";

const review = (reviewId: string, count = 1): Review => ({
  reviewId,
  items: Array.from({ length: count }, (_, index) => ({
    itemId: `${index}`,
    fileName: "a.mp4",
    sizeBytes: 1,
    lengthSeconds: null,
    verdict: { kind: "accepted" },
    sidecar: null,
    warning: null,
  })),
  leftOut: 0,
  choices: null,
});

function fixture() {
  let waiting = 0;
  const reviews = createPageReviews(() => {
    waiting += 1;
  });
  reviews.pageLoaded();
  reviews.take([]);
  return { reviews, waiting: () => waiting };
}
const idsOf = (reviews: readonly Review[]) => reviews.map(({ reviewId }) => reviewId);

describe("createPageReviews", () => {
  it("returns undecided reviews to a page that is loaded again, each once", async () => {
    const { reviews } = fixture();
    await reviews.give(Promise.resolve(review("dropped")));
    await reviews.give(Promise.resolve(review("decided")));
    await reviews.give(Promise.resolve(review("empty", 0)));
    await reviews.give(Promise.resolve(null));
    expect(idsOf(reviews.take([review("arrived")]))).toEqual(["arrived"]);
    reviews.resolve("decided");
    reviews.pageLoaded();
    expect(idsOf(reviews.take([review("late")]))).toEqual(["dropped", "arrived", "late"]);
    expect(reviews.take([])).toEqual([]);
  });

  it("delivers a review to the next page when the one that asked for it is gone", async () => {
    const { reviews, waiting } = fixture();
    let inspected = (_review: Review) => {};
    const offer = reviews.give(
      new Promise<Review>((resolve) => {
        inspected = resolve;
      }),
    );
    reviews.pageLoaded();
    expect(reviews.take([])).toEqual([]);
    inspected(review("slow"));
    await offer;
    expect(waiting()).toBe(1);
    expect(idsOf(reviews.take([]))).toEqual(["slow"]);
  });

  it("forgets the reviews of an account that was closed", async () => {
    const { reviews } = fixture();
    await reviews.give(Promise.resolve(review("theirs")));
    reviews.clear();
    reviews.pageLoaded();
    expect(reviews.take([])).toEqual([]);
  });

  it("asks the page to take a review that it did not ask for, once", () => {
    const { reviews, waiting } = fixture();
    reviews.push(review("empty", 0));
    expect(waiting()).toBe(0);
    reviews.push(review("ready"));
    expect(waiting()).toBe(1);
    expect(idsOf(reviews.take([review("arrived")]))).toEqual(["ready", "arrived"]);
    expect(reviews.take([])).toEqual([]);
    reviews.pageLoaded();
    expect(idsOf(reviews.take([]))).toEqual(["ready", "arrived"]);
  });
});
