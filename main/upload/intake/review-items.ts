import { createHash } from "node:crypto";
import type { MediaFacts } from "../../../shared/model/media.ts";
import type { RefusalCode, ReviewItem, ReviewWarning } from "../../../shared/model/upload.ts";
import type { InspectedFile, Inspection } from "../files/inspect-file.ts";
import { isUncertainKind } from "../files/media-types.ts";
import type { KnownAs } from "./known-contents.ts";

type Refused = Extract<Inspection, { ok: false }>;

/** Names the item of a file in every review that offers it: the sheet shows a file once. The page learns no path by it. */
export function itemIdOf(path: string): string {
  return createHash("sha256").update(path).digest("base64url").slice(0, 22);
}

/** A file that is refused without being inspected. */
export const refusal = (fileName: string, code: RefusalCode): Refused => ({ ok: false, code, fileName, sizeBytes: 0 });

/** A warning about a file before it is uploaded, or null; its content counts more than its extension. */
function warningOf(fileName: string, { warning, container }: MediaFacts): ReviewWarning | null {
  if (warning !== null) return { kind: warning, container };
  return isUncertainKind(fileName) ? { kind: "uncertain-kind", container } : null;
}

/** The verdict on a file that can be sent; `sameAs`: the name of the file in the same list whose content it repeats. */
export function verdictOf({ videoId, uploadId }: KnownAs, sameAs: string | null): ReviewItem["verdict"] {
  const isNew = videoId === null && uploadId === null && sameAs === null;
  return isNew ? { kind: "accepted" } : { kind: "duplicate", videoId, uploadId, sameAs };
}

/** The item of a file that cannot be sent. */
export function refusedItem(itemId: string, { code, fileName, sizeBytes }: Refused): ReviewItem {
  const verdict = { kind: "refused" as const, code };
  return { itemId, fileName, sizeBytes, lengthSeconds: null, verdict, sidecar: null, warning: null };
}

/** The item of a file that was inspected. */
export function reviewItem(itemId: string, inspected: InspectedFile, verdict: ReviewItem["verdict"]): ReviewItem {
  const { file, lengthSeconds, sidecar, media } = inspected;
  return {
    itemId,
    fileName: file.fileName,
    sizeBytes: file.sizeBytes,
    lengthSeconds,
    verdict,
    sidecar: sidecar === null ? null : { fileName: sidecar.fileName, problem: sidecar.problem },
    warning: warningOf(file.fileName, media),
  };
}
