import type { Review } from "../../shared/model/upload.ts";
import type { DetailsOf, Intake } from "../upload/intake/intake.ts";
import type { CommandLine } from "./command-line.ts";

interface InboxDeps {
  /** Null while no account is open: what arrives then is kept until one is. */
  intake: () => Intake | null;
  /** What a file begins with that nobody was asked about. */
  newDetails: DetailsOf;
  /** Reviews wait for the page. */
  onArrived: (count: number) => void;
}

/** Files that reach the app from outside its page: the command line, a second start, "open with". */
export interface Inbox {
  /** Takes files up, now or when an account is open; `taken` is called once the queue or the page has them. */
  receive(files: CommandLine, taken?: () => void): Promise<void>;
  /** An account was opened: takes up what waited for it. */
  resume(): Promise<void>;
  /** Hands the reviews to the page, each once. */
  takeReviews(): Review[];
}

/** Builds the inbox. */
export function createInbox({ intake, newDetails, onArrived }: InboxDeps): Inbox {
  let waiting: { files: CommandLine; taken: () => void }[] = [];
  let reviews: { review: Review; taken: () => void }[] = [];

  /** Adds what can be added; what is not added is the page's to show. */
  const untold = (review: Review, open: Intake): Review["items"] => {
    const accepted = review.items.filter((item) => item.verdict.kind === "accepted").map((item) => item.itemId);
    try {
      open.accept(review.reviewId, accepted, newDetails);
    } catch {
      // The queue cannot be stored now, and says why in a banner: the sheet keeps the files until it can.
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
    // Another account was opened meanwhile, or none.
    if (intake() !== open) return receive(files, taken);
    // Without the sheet nobody would hear of what was not added.
    show(review, files.add ? untold(review, open) : review.items, taken);
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
