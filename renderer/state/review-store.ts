import { createStore, type StoreApi } from "zustand/vanilla";
import type { Review, ReviewItem } from "../../shared/model/upload.ts";

/** The reviews that wait for the person's word, shown as one sheet, and the items chosen in it. */
export interface ReviewState {
  readonly reviews: readonly Review[];
  /** Keys made by `reviewKey`. */
  readonly chosen: ReadonlySet<string>;
  /** How many offers are being looked at right now. */
  readonly looking: number;
}

/** The review sheet's store with its moves. */
export type ReviewStore = StoreApi<ReviewState> & {
  add(reviews: readonly Review[]): void;
  choose(key: string, chosen: boolean): void;
  /** Closes the sheet and returns what it held. */
  take(): ReviewState;
  /** Counts an offer as being looked at until it settles. */
  look<T>(offer: Promise<T>): Promise<T>;
};

/** Names an item across merged reviews. */
export function reviewKey(reviewId: string, item: ReviewItem): string {
  return `${reviewId}/${item.itemId}`;
}

/** Creates a closed sheet. */
export function createReviewStore(): ReviewStore {
  const store = createStore<ReviewState>(() => ({ reviews: [], chosen: new Set(), looking: 0 }));
  return Object.assign(store, {
    add: (reviews: readonly Review[]) =>
      store.setState((before) => {
        const known = new Set(before.reviews.map((review) => review.reviewId));
        const fresh = reviews.filter((review) => review.items.length > 0 && !known.has(review.reviewId));
        const accepted = fresh.flatMap((review) =>
          review.items
            .filter((item) => item.verdict.kind === "accepted")
            .map((item) => reviewKey(review.reviewId, item)),
        );
        return { reviews: [...before.reviews, ...fresh], chosen: new Set([...before.chosen, ...accepted]) };
      }),
    choose: (key: string, wanted: boolean) =>
      store.setState(({ chosen }) => {
        const next = new Set(chosen);
        if (wanted) next.add(key);
        else next.delete(key);
        return { chosen: next };
      }),
    take: () => {
      const taken = store.getState();
      store.setState({ reviews: [], chosen: new Set() });
      return taken;
    },
    look: async <T>(offer: Promise<T>) => {
      store.setState(({ looking }) => ({ looking: looking + 1 }));
      try {
        return await offer;
      } finally {
        store.setState(({ looking }) => ({ looking: looking - 1 }));
      }
    },
  });
}
