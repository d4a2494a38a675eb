/** The framing of a body with one file part: the bytes before and after those of the file. */
export interface MultipartFraming {
  contentType: string;
  head: Buffer;
  tail: Buffer;
}

/**
 * Escapes a file name for Content-Disposition by the WHATWG HTML rule for multipart/form-data: `"` → %22, CR → %0D,
 * LF → %0A, everything else as UTF-8.
 */
function escapeFileName(name: string): string {
  return name.replaceAll("\r", "%0D").replaceAll("\n", "%0A").replaceAll('"', "%22");
}

/** Creates the framing of a `multipart/form-data` body with one file part. `boundary` must not occur in the file. */
export function frameFilePart(part: {
  name: string;
  fileName: string;
  mediaType: string;
  boundary: string;
}): MultipartFraming {
  const head =
    `--${part.boundary}\r\n` +
    `Content-Disposition: form-data; name="${part.name}"; filename="${escapeFileName(part.fileName)}"\r\n` +
    `Content-Type: ${part.mediaType}\r\n\r\n`;
  return {
    contentType: `multipart/form-data; boundary=${part.boundary}`,
    head: Buffer.from(head, "utf8"),
    tail: Buffer.from(`\r\n--${part.boundary}--\r\n`, "utf8"),
  };
}
