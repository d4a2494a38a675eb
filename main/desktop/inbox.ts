import type { Review } from "../../shared/model/upload.ts";
import type { Access } from "../../shared/model/video.ts";
import type { Intake } from "../upload/intake.ts";
import type { CommandLine } from "./command-line.ts";

interface InboxDeps {
  /** Null while no account is open: what arrives then is kept until one is. */
  intake: () => Intake | null;
  defaultAccess: () => Access;
  /** Reviews wait for the page. */
  onArrived: (count: number) => void;
}

/** Files that reach the app from outside its page: the command line, a second start, "open with". */
export interface Inbox {
  receive(files: CommandLine): Promise<void>;
  /** An account was opened: takes up what waited for it. */
  takeUp(): Promise<void>;
  /** Hands the reviews to the page, each once. */
  takeReviews(): Review[];
}

/** Builds the inbox. */
export function createInbox({ intake, defaultAccess, onArrived }: InboxDeps): Inbox {
  let waiting: CommandLine[] = [];
  let reviews: Review[] = [];

  const admit = async ({ files, add }: CommandLine, open: Intake) => {
    const review = await open.offer(files);
    const accepted = review.items.filter((item) => item.verdict.kind === "accepted").map((item) => item.itemId);
    if (add) open.accept(review.reviewId, accepted, defaultAccess());
    // Without the sheet nobody would hear of what was not added.
    const untold = add ? review.items.filter((item) => item.verdict.kind !== "accepted") : review.items;
    if (untold.length === 0) return;
    reviews.push({ reviewId: review.reviewId, items: untold });
    onArrived(reviews.length);
  };

  return {
    async receive(files) {
      if (files.files.length === 0) return;
      const open = intake();
      if (open === null) waiting.push(files);
      else await admit(files, open);
    },
    async takeUp() {
      const taken = waiting;
      waiting = [];
      for (const files of taken) {
        const open = intake();
        if (open === null) waiting.push(files);
        else await admit(files, open);
      }
    },
    takeReviews() {
      const taken = reviews;
      reviews = [];
      return taken;
    },
  };
}
