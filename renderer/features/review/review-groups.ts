import type { Review, ReviewItem } from "../../../shared/model/upload.ts";
import { reviewKey } from "../../state/review-store.ts";

/** A line of the sheet. */
export interface ReviewLine {
  readonly key: string;
  readonly reviewId: string;
  readonly item: ReviewItem;
}

/** The sheet's three groups over all merged reviews. */
export function groupReviews(reviews: readonly Review[]): Record<ReviewItem["verdict"]["kind"], ReviewLine[]> {
  const lines = reviews.flatMap(({ reviewId, items }) =>
    items.map((item) => ({ key: reviewKey(reviewId, item), reviewId, item })),
  );
  const of = (kind: ReviewItem["verdict"]["kind"]) => lines.filter((line) => line.item.verdict.kind === kind);
  return { accepted: of("accepted"), duplicate: of("duplicate"), refused: of("refused") };
}

/** For every review of the sheet, which of its items go into the queue, and which number the first of them has. */
export function decide(
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

/** The files that would be added, each with the number that a template gives it. */
export function numberChosen(
  reviews: readonly Review[],
  chosen: ReadonlySet<string>,
): { fileName: string; n: number }[] {
  return decide(reviews, chosen).flatMap(({ reviewId, itemIds, first }) => {
    const items = reviews.find((review) => review.reviewId === reviewId)?.items ?? [];
    return itemIds.flatMap((itemId, at) => {
      const fileName = items.find((item) => item.itemId === itemId)?.fileName;
      return fileName === undefined ? [] : [{ fileName, n: first + at }];
    });
  });
}
