import type { Review } from "../../shared/model/upload.ts";

/** The reviews that the page has: kept until the user decides, so that a page that is loaded again gets them back. */
export interface PageReviews {
  /** Keeps the review that the page asked for. */
  give<R extends Review | null>(offer: Promise<R>): Promise<R>;
  /** Keeps a review that the page did not ask for, and asks it to take it. */
  push(review: Review): void;
  /** Keeps reviews that the page takes now; returns them with those that an earlier page had, each once. */
  take(reviews: readonly Review[]): Review[];
  /** The user has decided. */
  resolve(reviewId: string): void;
  /** The page was loaded, maybe again. */
  pageLoaded(): void;
  /** Another account was opened, or none: its reviews are not the page's any more. */
  clear(): void;
}

/** Creates it; `onWaiting` asks the page to take reviews. */
export function createPageReviews(onWaiting: () => void): PageReviews {
  const kept = new Map<string, Review>();
  /** Counts loads: a page that asked for a review may be gone when it is there. */
  let page = 0;
  let isNewPage = false;
  let pushed: Review[] = [];
  const keep = (review: Review) => {
    if (review.items.length > 0) kept.set(review.reviewId, review);
  };
  return {
    async give(offer) {
      const asking = page;
      const review = await offer;
      if (review === null) return review;
      keep(review);
      if (asking !== page) {
        isNewPage = true;
        onWaiting();
      }
      return review;
    },
    push(review) {
      if (review.items.length === 0 && review.leftOut === 0) return;
      keep(review);
      pushed.push(review);
      onWaiting();
    },
    take(reviews) {
      const earlier = isNewPage ? [...kept.values()] : [];
      isNewPage = false;
      reviews.forEach(keep);
      const arrived = [...pushed, ...reviews];
      pushed = [];
      const taken = new Map([...earlier, ...arrived].map((review) => [review.reviewId, review]));
      return [...taken.values()];
    },
    resolve: (reviewId) => void kept.delete(reviewId),
    pageLoaded() {
      page += 1;
      isNewPage = true;
    },
    clear() {
      kept.clear();
      pushed = [];
    },
  };
}
