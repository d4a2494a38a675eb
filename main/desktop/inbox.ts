import type { Review } from "../../shared/model/upload.ts";
import type { DetailsOf, Intake } from "../upload/intake/intake.ts";
import type { CommandLine } from "./command-line.ts";

interface InboxDeps {
  /** Null while no account is open: files that arrive then wait for one. */
  intake: () => Intake | null;
  /** The initial details of files that are added without a review. */
  newDetails: DetailsOf;
  /** Reviews are waiting for the page. */
  onArrived: (count: number) => void;
}

/** Files that reach the app from outside its page: the command line, a second start, "Open with". */
export interface Inbox {
  /** Takes over files, now or when an account is open; `taken` is called once the queue or the page has them. */
  receive(files: CommandLine, taken?: () => void): Promise<void>;
  /** An account was opened: resumes with the files that waited for it. */
  resume(): Promise<void>;
  /** Returns the waiting reviews to the page, each once. */
  takeReviews(): Review[];
}

/** Creates the inbox. */
export function createInbox({ intake, newDetails, onArrived }: InboxDeps): Inbox {
  let waiting: { files: CommandLine; taken: () => void }[] = [];
  let reviews: { review: Review; taken: () => void }[] = [];

  /** Adds the accepted files; returns the items that the page must show. */
  const addAccepted = (review: Review, open: Intake): Review["items"] => {
    const accepted = review.items.filter((item) => item.verdict.kind === "accepted").map((item) => item.itemId);
    try {
      open.accept(review.reviewId, accepted, newDetails);
    } catch {
      // The queue cannot be stored now, and a banner says why: the sheet keeps the files until it can.
      return review.items;
    }
    return review.items.filter((item) => item.verdict.kind !== "accepted");
  };

  const show = (review: Review, items: Review["items"], taken: () => void) => {
    if (items.length === 0) return taken();
    reviews.push({ review: { ...review, items }, taken });
    onArrived(reviews.length);
  };

  const receive = async (files: CommandLine, taken: () => void): Promise<void> => {
    const open = intake();
    if (open === null) {
      waiting.push({ files, taken });
      return;
    }
    const review = await open.offer(files.files);
    // The account was closed or changed meanwhile.
    if (intake() !== open) return receive(files, taken);
    // Files that were not added need the sheet: nothing else reports them.
    show(review, files.add ? addAccepted(review, open) : review.items, taken);
  };

  return {
    async receive(files, taken = () => {}) {
      if (files.files.length === 0) taken();
      else await receive(files, taken);
    },
    async resume() {
      const due = waiting;
      waiting = [];
      for (const { files, taken } of due) await receive(files, taken);
    },
    takeReviews() {
      const handed = reviews;
      reviews = [];
      for (const { taken } of handed) taken();
      return handed.map(({ review }) => review);
    },
  };
}
