import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import type { PageResponse } from "./app-protocol.ts";

/** The body of a response, as the page would read it; empty for none. */
export async function bytesOf(response: PageResponse | null | undefined): Promise<Buffer> {
  const body = response?.body ?? null;
  return body instanceof Readable ? await buffer(body) : Buffer.from(body ?? "");
}
