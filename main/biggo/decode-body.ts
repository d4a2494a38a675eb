import { pipeline, type Readable, type Transform } from "node:stream";
import { createBrotliDecompress, createGunzip, createInflate, createZstdDecompress } from "node:zlib";
import { BigGoError } from "./biggo-error.ts";
import type { RawResponse } from "./response.ts";

/** Decoders by the name of the content coding (RFC 9110 §8.4.1). */
const decoders: Readonly<Record<string, () => Transform>> = {
  gzip: createGunzip,
  "x-gzip": createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
  zstd: createZstdDecompress,
};

/** Codes of zlib, zstd and Brotli ("ERR__ERROR_FORMAT_…") in Node. */
const decoderError = /^(Z_|ZSTD_|ERR__ERROR_)/;

/** No proxy applies more codings to one response. */
const maxCodings = 3;

function codingsOf(headers: RawResponse["headers"]): string[] {
  const names = [headers["content-encoding"] ?? []].flat().join(",").toLowerCase().split(",");
  return names.map((name) => name.trim()).filter((name) => name !== "" && name !== "identity");
}

/**
 * The body of a response without its content codings, which a proxy may apply although none is asked for. The reader
 * counts decoded bytes against its limit. Reading throws BigGoError `not-biggo` when a coding is unknown or the body
 * damaged; a broken connection keeps its own error.
 */
export async function* decodeBody(body: Readable, headers: RawResponse["headers"]): AsyncGenerator<Buffer> {
  // A body that is destroyed early reports an abort, which would be an unhandled error.
  body.on("error", () => {});
  const codings = codingsOf(headers);
  const openers = codings.map((name) => decoders[name]);
  if (codings.length > maxCodings || openers.includes(undefined)) {
    body.destroy();
    throw new BigGoError("not-biggo", `Unknown content coding ${codings.join(", ")}`);
  }
  let decoded = body;
  for (const open of openers.reverse()) decoded = pipeline(decoded, (open as () => Transform)(), () => {}) as Readable;
  try {
    yield* decoded;
  } catch (error) {
    if (!(error instanceof Error && "code" in error && decoderError.test(String(error.code)))) throw error;
    throw new BigGoError("not-biggo", "The response is encoded wrongly", { cause: error });
  } finally {
    body.destroy();
  }
}
