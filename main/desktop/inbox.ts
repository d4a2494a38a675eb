import type { Review } from "../../shared/model/upload.ts";
import type { DetailsOf, Intake } from "../upload/intake/intake.ts";
import type { CommandLine } from "./command-line.ts";
import type { NoteProgress } from "./handover.ts";

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
  /** Takes over files, now or when an account is open; `note` records how far they got. */
  receive(files: CommandLine, note?: NoteProgress): Promise<void>;
  /** An account was opened: resumes with the files that waited for it. */
  resume(): Promise<void>;
  /** Returns the waiting reviews to the page, each once. */
  takeReviews(): Review[];
  /** The process ends as requested: that is no fault of the notes that are being handled. */
  stop(): void;
}

/** Files that came without a note. */
const noNote: NoteProgress = {
  recollected: false,
  crashes: 0,
  started: () => {},
  handled: () => {},
  taken: () => {},
};

/** A note is handled at most twice, unless one of its files is known as the cause: that one is refused by itself. */
function isSetAside({ crashes }: NoteProgress, { files }: CommandLine, open: Intake): boolean {
  return crashes >= 3 || (crashes === 2 && !open.explainsCrash(files));
}

/** Creates the inbox. */
export function createInbox({ intake, newDetails, onArrived }: InboxDeps): Inbox {
  let waiting: { files: CommandLine; note: NoteProgress }[] = [];
  let reviews: { review: Review; note: NoteProgress }[] = [];
  const handling = new Set<NoteProgress>();

  /** Adds the accepted files; returns the items that the page must show. */
  const addAccepted = async (review: Review, open: Intake): Promise<Review["items"]> => {
    const accepted = review.items.filter((item) => item.verdict.kind === "accepted").map((item) => item.itemId);
    try {
      const { duplicates } = await open.accept(review.reviewId, accepted, newDetails);
      return [...duplicates, ...review.items.filter((item) => item.verdict.kind !== "accepted")];
    } catch {
      // The queue cannot be stored now, and a banner says why: the sheet keeps the files until it can.
      return review.items;
    }
  };

  const show = (review: Review, items: Review["items"], note: NoteProgress) => {
    if (items.length === 0) return note.taken();
    reviews.push({ review: { ...review, items }, note });
    onArrived(reviews.length);
  };

  const handle = async (
    files: CommandLine,
    note: NoteProgress,
    open: Intake,
    onInspected: () => void,
  ): Promise<void> => {
    // Files that were not added need the sheet: nothing else reports them.
    const deliver = async (review: Review, progress: NoteProgress) =>
      show(review, files.add ? await addAccepted(review, open) : review.items, progress);
    const review = await open.offer(files.files, {
      automatic: note.recollected,
      onReady(ready) {
        onInspected();
        // The note is kept for the others.
        if (intake() === open) void deliver(ready, noNote);
      },
    });
    // The account was closed or changed meanwhile.
    if (intake() !== open) return receive(files, note);
    await deliver(review, note);
  };

  /** `onInspected`: nothing of the files can end the process any more, although some are still compared. */
  const receive = async (files: CommandLine, note: NoteProgress, onInspected = () => {}): Promise<void> => {
    const open = intake();
    if (open === null) {
      waiting.push({ files, note });
      return;
    }
    if (isSetAside(note, files, open)) {
      const review = open.refuse(files.files);
      return show(review, review.items, note);
    }
    note.started();
    handling.add(note);
    const handled = () => {
      if (handling.delete(note)) note.handled();
      onInspected();
    };
    try {
      await handle(files, note, open, handled);
    } finally {
      handled();
    }
  };

  return {
    async receive(files, note = noNote) {
      if (files.files.length === 0) note.taken();
      else await receive(files, note);
    },
    async resume() {
      const due = waiting;
      waiting = [];
      // One after the other: if one ends the process, it is clear which.
      for (const { files, note } of due) {
        await new Promise<void>((resolve, reject) => void receive(files, note, resolve).then(resolve, reject));
      }
    },
    takeReviews() {
      const handed = reviews;
      reviews = [];
      for (const { note } of handed) note.taken();
      return handed.map(({ review }) => review);
    },
    stop() {
      for (const note of handling) note.handled();
      handling.clear();
    },
  };
}
