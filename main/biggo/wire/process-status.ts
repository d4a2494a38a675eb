import { z } from "zod";
import { lenientFlag, lenientNumber, textList } from "./lenient.ts";

/** Values of `process_status` that the published clients name. Those in between occur and are undocumented. */
export const ProcessStatus = {
  /** The video waits to be processed (Python client). */
  inQueue: 0,
  /** The video waits to be processed (JavaScript client). */
  inQueueAlternative: 1,
  /** Processing is complete. */
  complete: 13,
} as const;

/** How far BigGo has processed a video (`status`). */
export interface ApiVideoStatus {
  /** `processing`: whether BigGo is processing the video. A queued video may report false. */
  processing: boolean;
  /** `process_status`: one of {@link ProcessStatus}, or an undocumented number. */
  processStatus: number;
  /** `process_status_kw`: BigGo's words for the state, to be shown as they are. */
  keywords: string[];
  /** Whether processing is complete. Derived from `processStatus`. */
  complete: boolean;
  /**
   * Whether BigGo reports an error: nothing is in progress, and a keyword names one. Derived: BigGo documents no number
   * for a failure, and one that is not documented may be followed by "complete". It may still process the video again.
   */
  broken: boolean;
}

function isBroken(processing: boolean, processStatus: number, keywords: readonly string[]): boolean {
  if (processing || processStatus === ProcessStatus.complete) return false;
  return keywords.some((word) => /error|fail/i.test(word));
}

/** Parses BigGo's `status`; a missing or malformed one counts as being processed. */
export const apiVideoStatusSchema = z
  .object({ processing: lenientFlag, process_status: lenientNumber, process_status_kw: textList })
  .optional()
  .catch(undefined)
  .transform((wire): ApiVideoStatus => {
    const {
      processing,
      process_status: processStatus,
      process_status_kw: keywords,
    } = wire ?? { processing: true, process_status: ProcessStatus.inQueue, process_status_kw: [] };
    const complete = processStatus === ProcessStatus.complete;
    return { processing, processStatus, keywords, complete, broken: isBroken(processing, processStatus, keywords) };
  });
