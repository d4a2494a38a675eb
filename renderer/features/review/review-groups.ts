import type { Review, ReviewItem } from "../../../shared/model/upload.ts";
import { reviewKey } from "../../state/review-store.ts";

/** A line of the review sheet: one offered file. */
export interface ReviewLine {
  readonly key: string;
  readonly reviewId: string;
  readonly item: ReviewItem;
}

/** Merges all reviews and groups their items by verdict. */
export function groupReviews(reviews: readonly Review[]): Record<ReviewItem["verdict"]["kind"], ReviewLine[]> {
  const lines = reviews.flatMap(({ reviewId, items }) =>
    items.map((item) => ({ key: reviewKey(reviewId, item), reviewId, item })),
  );
  const linesOf = (kind: ReviewItem["verdict"]["kind"]) => lines.filter((line) => line.item.verdict.kind === kind);
  return { accepted: linesOf("accepted"), duplicate: linesOf("duplicate"), refused: linesOf("refused") };
}

/** For every review, the chosen items and the template number of the first of them; numbers continue across reviews. */
export function chosenByReview(
  reviews: readonly Review[],
  chosen: ReadonlySet<string>,
): { reviewId: string; itemIds: string[]; first: number }[] {
  let next = 1;
  return reviews.map(({ reviewId, items }) => {
    const first = next;
    const itemIds = items
      .filter((item) => item.verdict.kind !== "refused" && chosen.has(reviewKey(reviewId, item)))
      .map((item) => item.itemId);
    next += itemIds.length;
    return { reviewId, itemIds, first };
  });
}

/** The chosen files with their template numbers. */
export function numberedFiles(
  reviews: readonly Review[],
  chosen: ReadonlySet<string>,
): { fileName: string; n: number }[] {
  return chosenByReview(reviews, chosen).flatMap(({ reviewId, itemIds, first }) => {
    const items = reviews.find((review) => review.reviewId === reviewId)?.items ?? [];
    return itemIds.flatMap((itemId, index) => {
      const fileName = items.find((item) => item.itemId === itemId)?.fileName;
      return fileName === undefined ? [] : [{ fileName, n: first + index }];
    });
  });
}
