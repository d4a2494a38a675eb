import { assertNever } from "../../shared/assert-never.ts";
import type { AppErrorValue } from "../../shared/errors.ts";
import type { Holds, Upload } from "../../shared/model/upload.ts";
import { formatBytes, formatRoughDuration, formatUntil } from "../messages/format.ts";
import { errorText, joinSentences } from "../messages/sentences.ts";
import type { Translate } from "../messages/translator.ts";
import { refusalText } from "./refusal-text.ts";
import { detailsFailure, type HoldName } from "./upload-status.ts";

const needsFileTexts = {
  missing: "status.fileMissing",
  changed: "status.fileChanged",
  unreadable: "status.fileUnreadable",
} as const;

/** A lost connection needs no further reason in the text. */
const isConnectionLoss = (error: AppErrorValue | null) => error === null || error.code === "no-network";

/** What a sentence about an upload depends on besides it. */
interface QueueContext {
  /** The whole queue waits. */
  held: boolean;
  /** The title of the upload that must be confirmed first, because BigGo's videos of the two could be confused. */
  waitsFor: string | null;
}

/** A sentence about an upload's state; empty while sending, when progress figures are shown instead. */
export function statusText(upload: Upload, { held, waitsFor }: QueueContext, t: Translate, locale: string): string {
  const { state } = upload;
  const failure = detailsFailure(upload);
  if (failure !== null) return t("status.detailsNotSaved", { what: refusalText(failure, t) });
  switch (state.phase) {
    case "paused":
      return t(state.held ? "status.connectionHeld" : "status.paused");
    case "checking":
    case "saving":
      return t(`status.${state.phase}`);
    case "duplicate":
      if (state.isGuess === true) return t("status.duplicateGuess");
      return t(upload.attempts === 0 ? "status.duplicate" : "status.duplicateSent");
    case "cancelled":
      return t(upload.mayHaveArrived ? "status.cancelledLate" : "status.cancelled");
    case "queued":
      if (held) return t("status.resumesWithQueue");
      return waitsFor === null ? t("status.queued") : t("status.waitsFor", { title: waitsFor });
    case "sending":
      if (state.held) return t("status.connectionHeld");
      return waitsFor === null ? "" : t("status.waitsFor", { title: waitsFor });
    case "confirming":
      return t("status.finishing");
    case "processing":
      return state.keywords.length > 0
        ? t("status.processingKeywords", { words: state.keywords.join(" · ") })
        : t("status.processing");
    case "complete":
      return t("status.complete", { access: t(`access.${upload.details.access}`) });
    case "waiting": {
      if (state.reason === "network" && held) return t("status.waitingNetwork");
      const size = formatBytes(upload.sizeBytes, locale);
      const time = formatUntil(state.untilMs, Date.now(), locale);
      if (state.reason === "interrupted" && isConnectionLoss(state.error))
        return t("status.waitingInterrupted", { time });
      const isRepeated = state.reason === "server" && upload.mayHaveArrived;
      const until = isRepeated ? t("status.sentAgainAt", { time, size }) : t("status.waitingUntil", { time });
      return state.error === null ? until : joinSentences(t, t(`errors.${state.error.code}.what`), until);
    }
    case "uncertain": {
      const count = state.candidates.length;
      if (count > 0) return t("status.choose", { count, formatted: count.toLocaleString(locale) });
      const size = formatBytes(upload.sizeBytes, locale);
      return t(state.error?.code === "not-biggo" ? "status.uncertainPortal" : "status.uncertain", { size });
    }
    case "needsFile":
      return t(needsFileTexts[state.reason]);
    case "failed":
      return errorText(t, state.error.code);
    default:
      return assertNever(state);
  }
}

/** A text about what holds the queue; `waiting` is the number of held videos. */
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
      return errorText(t, code);
    }
    default:
      return t(`queue.hold.${hold}`);
  }
}

/** What holds the queue in a word or two; null: nothing does. */
export function holdWord(hold: HoldName | null, holds: Holds, t: Translate, locale: string): string {
  if (hold === "rateLimited") {
    return t("strip.rateLimited", { time: formatUntil(holds.rateLimitedUntilMs ?? 0, Date.now(), locale) });
  }
  // A proxy that cannot be used says nothing about how safe the connection is.
  if (hold === "blocked" && holds.blocked?.code.startsWith("proxy-") === true) return t("strip.proxy");
  return t(`strip.${hold ?? "online"}`);
}

/** What sending an upload again costs; `bytesPerSecond` null: how long it takes is not known. */
export function resendText(upload: Upload, bytesPerSecond: number | null, t: Translate, language: string): string {
  const size = formatBytes(upload.sizeBytes, language);
  if (bytesPerSecond === null) return t("queue.sendsAgain", { size });
  const duration = formatRoughDuration(upload.sizeBytes / bytesPerSecond, language);
  return t("queue.sendsAgainFor", { size, duration });
}
