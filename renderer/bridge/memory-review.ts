import type { Review } from "../../shared/model/upload.ts";

/** What main would say about files of these names: by their extension, and "again" in a name for a duplicate. */
export function reviewOf(names: readonly string[], nowMs: number): Review {
  const items = names.map((fileName, index): Review["items"][number] => {
    const sizeBytes = 96e6 + index * 41e6;
    const base = {
      itemId: `i${index}-${fileName}`,
      fileName,
      sizeBytes,
      lengthSeconds: 48 + index * 7,
      sidecar: null,
      warning: null,
    };
    if (/\.(mp4|mov|webm|mkv)$/i.test(fileName)) {
      const isDuplicate = fileName.includes("again");
      return {
        ...base,
        verdict: isDuplicate
          ? { kind: "duplicate", videoId: "v2", uploadId: null, sameAs: null }
          : { kind: "accepted" },
      };
    }
    return { ...base, lengthSeconds: null, verdict: { kind: "refused", code: "file-not-video" } };
  });
  return { reviewId: `r${nowMs}-${names.length}`, items, leftOut: 0, choices: null };
}
