import type { Language } from "../../shared/model/settings.ts";
import type { Upload } from "../../shared/model/upload.ts";
import type { After } from "../foundation/clock.ts";
import { notificationTexts } from "./notification-texts.ts";

/** What a click on a notification opens. */
export type NoticeTarget = { command: "open-video"; videoId: string } | { command: "queue" };

/** One notification, as the system shows it. */
export interface Notice {
  title: string;
  body: string;
  target: NoticeTarget;
}

interface CompletionNoticesDeps {
  language: () => Language;
  show: (notice: Notice) => void;
  after: After;
}

/**
 * Notifies once per video when it is complete or BigGo could not convert it; several at a time share a notification.
 */
export interface CompletionNotices {
  /** A queue was opened: uploads that are already finished are not announced. */
  begin(uploads: readonly Upload[]): void;
  observe(uploads: readonly Upload[]): void;
  stop(): void;
}

/** Videos that finish within this time share a notification, ms. */
const gatherMs = 1500;
/** How many titles fit into a notification. */
const maxTitles = 3;

const titleOf = ({ details, fileName }: Upload) => details.title.trim() || fileName;

/** Creates the notices. */
export function createCompletionNotices({ language, show, after }: CompletionNoticesDeps): CompletionNotices {
  const announced = new Set<string>();
  let gathered: Upload[] = [];
  let cancel: (() => void) | null = null;

  const hasEnded = ({ state }: Upload) =>
    state.phase === "complete" || (state.phase === "failed" && state.videoId !== null);

  const notify = (uploads: readonly Upload[], one: string, many: (count: string) => string) => {
    const [first] = uploads;
    if (first === undefined) return;
    const single = uploads.length === 1;
    const videoId = single && first.state.phase === "complete" ? first.state.videoId : null;
    show({
      title: single ? one : many(uploads.length.toLocaleString(language())),
      body: uploads.slice(0, maxTitles).map(titleOf).join("\n") + (uploads.length > maxTitles ? "\n…" : ""),
      target: videoId === null ? { command: "queue" } : { command: "open-video", videoId },
    });
  };

  const flush = () => {
    cancel = null;
    const uploads = gathered;
    gathered = [];
    const texts = notificationTexts[language()];
    const complete = uploads.filter(({ state }) => state.phase === "complete");
    // A video that was deleted elsewhere did not fail to convert, and the user knows.
    const broken = uploads.filter(({ state }) => state.phase === "failed" && state.error.code === "not-convertible");
    notify(complete, texts.complete, texts.completeMany);
    notify(broken, texts.broken, texts.brokenMany);
  };

  return {
    begin(uploads) {
      for (const upload of uploads.filter(hasEnded)) announced.add(upload.id);
    },
    observe(uploads) {
      for (const upload of uploads.filter(hasEnded)) {
        if (announced.has(upload.id)) continue;
        announced.add(upload.id);
        gathered.push(upload);
      }
      if (gathered.length > 0) cancel ??= after(gatherMs, flush);
    },
    stop: () => cancel?.(),
  };
}
