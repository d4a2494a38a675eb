import { assertNever } from "../../shared/assert-never.ts";
import type { AppErrorValue } from "../../shared/errors.ts";
import type { Holds, Upload } from "../../shared/model/upload.ts";
import { formatUntil } from "../messages/format.ts";
import type { Translate } from "../messages/translator.ts";
import { refusalText } from "./refusal-words.ts";
import { detailsFailure, type HoldName } from "./upload-status.ts";

const needsFileTexts = {
  missing: "status.fileMissing",
  changed: "status.fileChanged",
  unreadable: "status.fileUnreadable",
} as const;

/** Two sentences one after the other, as the language writes them. */
const join = (t: Translate, first: string, second: string) => t("common.sentences", { first, second });

/** A connection that broke needs no more words than that. */
const isPlainBreak = (error: AppErrorValue | null) => error === null || error.code === "no-network";

/** What a phase means for this upload, in a sentence; nothing while figures say more. */
export function statusText(upload: Upload, held: boolean, t: Translate, locale: string): string {
  const { state } = upload;
  const failure = detailsFailure(upload);
  if (failure !== null) return t("status.detailsNotSaved", { what: refusalText(failure, t) });
  switch (state.phase) {
    case "paused":
      return t(state.held ? "status.connectionHeld" : "status.paused");
    case "checking":
    case "saving":
    case "duplicate":
    case "cancelled":
      return t(`status.${state.phase}`);
    case "queued":
      return held ? t("status.held") : t("status.queued");
    case "sending":
      return state.held ? t("status.connectionHeld") : "";
    case "confirming":
      return t("status.finishing");
    case "processing":
      return state.keywords.length > 0
        ? t("status.processingWords", { words: state.keywords.join(" · ") })
        : t("status.processing");
    case "complete":
      return t("status.complete", { access: t(`access.${upload.details.access}`) });
    case "waiting": {
      if (state.reason === "network" && held) return t("status.waitingNetwork");
      const time = formatUntil(state.untilMs, Date.now(), locale);
      if (state.reason === "interrupted" && isPlainBreak(state.error)) return t("status.waitingInterrupted", { time });
      const until = t("status.waitingUntil", { time });
      return state.error === null ? until : join(t, t(`errors.${state.error.code}.what`), until);
    }
    case "uncertain": {
      const count = state.candidates.length;
      if (count > 0) return t("status.choose", { count, formatted: count.toLocaleString(locale) });
      return t(state.error?.code === "not-biggo" ? "status.uncertainPortal" : "status.uncertain");
    }
    case "needsFile":
      return t(needsFileTexts[state.reason]);
    case "failed":
      return join(t, t(`errors.${state.error.code}.what`), t(`errors.${state.error.code}.next`));
    default:
      return assertNever(state);
  }
}

/** What holds the queue, in a sentence or two; `waiting` is how many videos wait for it. */
export function holdText(
  hold: Exclude<HoldName, "unreachable">,
  holds: Holds,
  waiting: number,
  t: Translate,
  locale: string,
): string {
  const formatted = waiting.toLocaleString(locale);
  switch (hold) {
    case "offline":
      return waiting === 0 ? t("queue.hold.offlineIdle") : t("queue.hold.offline", { count: waiting, formatted });
    case "rateLimited":
      return t("queue.hold.rateLimited", { time: formatUntil(holds.rateLimitedUntilMs ?? 0, Date.now(), locale) });
    case "blocked": {
      const code = holds.blocked?.code ?? "tls";
      return join(t, t(`errors.${code}.what`), t(`errors.${code}.next`));
    }
    default:
      return t(`queue.hold.${hold}`);
  }
}
