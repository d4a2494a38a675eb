import type { NeedsFileReason } from "../../../shared/model/upload.ts";

/** A file that cannot be sent as it is now. */
export class FileProblem extends Error {
  readonly reason: NeedsFileReason;

  constructor(reason: NeedsFileReason, message: string) {
    super(message);
    this.name = "FileProblem";
    this.reason = reason;
  }
}

/** Turns what the file system threw into a {@link FileProblem}. */
export function toFileProblem(error: unknown): FileProblem {
  if (error instanceof FileProblem) return error;
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const message = error instanceof Error ? error.message : String(error);
  const missing = code === "ENOENT" || code === "ENOTDIR" || code === "ENODEV" || code === "ENXIO";
  return new FileProblem(missing ? "missing" : "unreadable", message);
}
