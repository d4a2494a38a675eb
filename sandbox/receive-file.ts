import { createHash, type Hash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { rm } from "node:fs/promises";
import type { Readable } from "node:stream";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { FastifyRequest } from "fastify";
import { apiCode, BiggoFailure } from "./biggo-error.ts";

/** A file part on disk: its name as sent, size in bytes and lower-case hex SHA-256. */
export interface ReceivedFile {
  readonly path: string;
  readonly fileName: string;
  readonly size: number;
  readonly sha256: string;
}

function hashing(hash: Hash, onBytes: (bytes: number) => void): Transform {
  return new Transform({
    highWaterMark: 1 << 20,
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      onBytes(chunk.length);
      done(null, chunk);
    },
  });
}

async function writePart(input: { source: Readable; path: string; onBytes: (bytes: number) => void }) {
  const hash = createHash("sha256");
  let size = 0;
  const count = (bytes: number) => {
    size += bytes;
    input.onBytes(bytes);
  };
  await pipeline(input.source, hashing(hash, count), createWriteStream(input.path, { highWaterMark: 4 << 20 }));
  return { size, sha256: hash.digest("hex") };
}

/**
 * The multipart parser reads `request.raw`, which a fault may have replaced with another stream. Returns a view of the
 * request that differs only in that.
 */
function withBody(request: FastifyRequest, body: Readable): FastifyRequest {
  const raw = Object.assign(body, { headers: request.raw.headers });
  return Object.create(request, { raw: { value: raw } });
}

/**
 * Streams the first file part named one of `names` to `path`, and reads the body to its closing boundary; any size, in
 * constant memory. Null when there is no such part. Rejects, and removes the file, when the body is cut, malformed or
 * larger than `maxBytes`.
 */
export async function receiveFile(input: {
  request: FastifyRequest;
  body: Readable | null;
  names: readonly string[];
  path: string;
  maxBytes: number;
  onBytes: (bytes: number) => void;
}): Promise<ReceivedFile | null> {
  const request = input.body ? withBody(input.request, input.body) : input.request;
  let received: ReceivedFile | null = null;
  try {
    for await (const part of request.parts({ limits: { fileSize: input.maxBytes } })) {
      if (part.type !== "file") continue;
      if (received || !input.names.includes(part.fieldname)) {
        part.file.resume();
        continue;
      }
      const written = await writePart({ source: part.file, path: input.path, onBytes: input.onBytes });
      if (part.file.truncated) throw new BiggoFailure(apiCode.invalidParameter, "the file is too large", 413);
      received = { path: input.path, fileName: part.filename, ...written };
    }
  } catch (error) {
    await rm(input.path, { force: true });
    throw error;
  }
  return received;
}
