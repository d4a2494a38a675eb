import { createStore, type StoreApi } from "zustand/vanilla";
import type { AddChoices } from "../../shared/model/template.ts";
import type { FileCheck, Review, ReviewItem } from "../../shared/model/upload.ts";

/** The reviews awaiting the user's decision, shown as one sheet, and the items selected in it. */
export interface ReviewState {
  readonly reviews: readonly Review[];
  /** Keys made by `reviewKey`. */
  readonly chosen: ReadonlySet<string>;
  /** What the user chose on this sheet for all of its files. */
  readonly choices: Partial<AddChoices>;
  /** The checks of offered files that are in progress. */
  readonly checks: readonly FileCheck[];
}

/** The store of the review sheet and the actions on it. */
export type ReviewStore = StoreApi<ReviewState> & {
  add(reviews: readonly Review[]): void;
  choose(key: string, chosen: boolean): void;
  chooseForAll(patch: Partial<AddChoices>): void;
  /** Puts back one review of a sheet that `take` returned, with everything that was chosen on it. */
  restore(taken: ReviewState, reviewId: string): void;
  /** Closes the sheet and returns what it held. */
  take(): ReviewState;
  setChecks(checks: readonly FileCheck[]): void;
};

/** Names an item across merged reviews. */
export function reviewKey(reviewId: string, item: ReviewItem): string {
  return `${reviewId}/${item.itemId}`;
}

/** A file that was offered again is shown once, with the newest verdict on it. */
function withoutItems(earlier: readonly Review[], fresh: readonly Review[]): Review[] {
  const offeredAgain = new Set(fresh.flatMap(({ items }) => items.map(({ itemId }) => itemId)));
  return earlier.map((review) => ({
    ...review,
    items: review.items.filter(({ itemId }) => !offeredAgain.has(itemId)),
  }));
}

/** Creates a closed sheet. */
export function createReviewStore(): ReviewStore {
  const store = createStore<ReviewState>(() => ({ reviews: [], chosen: new Set(), choices: {}, checks: [] }));
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
        return {
          reviews: [...withoutItems(before.reviews, fresh), ...fresh],
          chosen: new Set([...before.chosen, ...accepted]),
        };
      }),
    choose: (key: string, wanted: boolean) =>
      store.setState(({ chosen }) => {
        const next = new Set(chosen);
        if (wanted) next.add(key);
        else next.delete(key);
        return { chosen: next };
      }),
    chooseForAll: (patch: Partial<AddChoices>) =>
      store.setState(({ choices }) => ({ choices: { ...choices, ...patch } })),
    take: () => {
      const taken = store.getState();
      store.setState({ reviews: [], chosen: new Set(), choices: {} });
      return taken;
    },
    restore: (taken: ReviewState, reviewId: string) =>
      store.setState(({ reviews, chosen, choices }) => {
        const back = taken.reviews.filter((review) => review.reviewId === reviewId);
        const keys = back.flatMap((review) => review.items.map((item) => reviewKey(reviewId, item)));
        return {
          reviews: [...reviews, ...back],
          chosen: new Set([...chosen, ...keys.filter((key) => taken.chosen.has(key))]),
          choices: { ...taken.choices, ...choices },
        };
      }),
    setChecks: (checks: readonly FileCheck[]) => store.setState({ checks }),
  });
}
