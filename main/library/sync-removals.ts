import type { ListingRead } from "./read-listing.ts";

export interface ConfirmRemovalsDeps {
  /** Whether BigGo reports this video as gone when it is read by id. Never rejects: false when it cannot be read. */
  isGone: (videoId: string) => Promise<boolean>;
  /** Reads the whole listing once more. Rejects with BigGoError. */
  readAgain: () => Promise<Pick<ListingRead, "ids" | "verified">>;
  /** BigGo has reported these videos as gone. */
  onGone: (videoIds: string[]) => void;
  signal: AbortSignal;
}

/** More missing videos than this have to be missing from a second read of the listing. */
const maxUnconfirmed = 5;
/** Videos read at once, and in all per sync; the next sync continues. */
const concurrency = 4;
const maxReads = 1000;
/** After this many batches in a row without a video that is gone, the listing, not the videos, is taken to be wrong. */
const maxFruitless = 2;

/**
 * Finds out which of the videos that a listing omits are gone. A listing may lag, or be empty for a moment, so nothing
 * is gone before BigGo says so about its id. Rejects with BigGoError when the listing cannot be read a second time.
 */
export async function confirmRemovals(missing: readonly string[], deps: ConfirmRemovalsDeps): Promise<void> {
  let unconfirmed = missing;
  if (unconfirmed.length > maxUnconfirmed) {
    const again = await deps.readAgain();
    if (!again.verified) return;
    unconfirmed = unconfirmed.filter((videoId) => !again.ids.has(videoId));
  }
  let fruitless = 0;
  for (let from = 0; from < Math.min(unconfirmed.length, maxReads) && fruitless < maxFruitless; from += concurrency) {
    const batch = unconfirmed.slice(from, from + concurrency);
    const answers = await Promise.all(batch.map(deps.isGone));
    if (deps.signal.aborted) return;
    const gone = batch.filter((_, index) => answers[index] === true);
    fruitless = gone.length === 0 ? fruitless + 1 : 0;
    if (gone.length > 0) deps.onGone(gone);
  }
}
