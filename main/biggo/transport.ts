import { getCACertificates } from "node:tls";
import { Agent, type Dispatcher, ProxyAgent, request, Socks5ProxyAgent } from "undici";
import type { RawAnswer } from "./answer.ts";
import { BigGoError } from "./biggo-error.ts";
import { fromNetworkError } from "./network-error.ts";

/** The separate timers of a request, in ms. */
export interface Timers {
  /** Until a connection (with TLS) stands. */
  connectMs: number;
  /** Longest time in which the socket takes no byte of a body. */
  stallMs: number;
  /** From the last byte of the request to the first of the answer, and between bytes of the answer. */
  answerMs: number;
  /** The same after an upload: BigGo stores the file first. */
  uploadAnswerMs: number;
}

export const defaultTimers: Timers = { connectMs: 15_000, stallMs: 60_000, answerMs: 30_000, uploadAnswerMs: 600_000 };

export interface TransportOptions {
  timers: Timers;
  /** The proxy to use for a URL (`http://host:port`), or null for none. */
  resolveProxy: (url: string) => Promise<string | null>;
}

export interface PlainRequest {
  method: "GET" | "POST" | "PATCH" | "DELETE";
  url: string;
  headers: Record<string, string>;
  body?: string | Buffer | undefined;
  /** Longest answer that is read. */
  maxBytes?: number | undefined;
  signal?: AbortSignal | undefined;
}

/** Answers longer than this are not BigGo's. */
const maxAnswerBytes = 32 * 1024 * 1024;

/** Certificates the computer trusts besides the ones Node brings, so that a company's own root works. */
let trustedRoots: string[] | undefined;
function certificateAuthorities(): string[] {
  trustedRoots ??= [...new Set([...getCACertificates("default"), ...getCACertificates("system")])];
  return trustedRoots;
}

/** Reads an answer's body whole, bounded. */
export async function readText(
  body: Dispatcher.ResponseData["body"],
  maxBytes: number = maxAnswerBytes,
): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of body) {
    length += chunk.length;
    if (length > maxBytes) throw new BigGoError("not-biggo", "The answer is longer than any of BigGo's");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

/** Connections to BigGo. Shared ones for calls; an upload asks for a connection of its own. */
export interface Transport {
  /** Makes one request and reads the answer whole; rejects with BigGoError. Never retries. */
  send(plain: PlainRequest): Promise<RawAnswer>;
  /** Opens a picture or video of BigGo's: the body is the caller's to read or dump. Carries no token. */
  openMedia(url: string, options: { range: string | null; signal: AbortSignal }): Promise<Dispatcher.ResponseData>;
  /** A dispatcher with one fresh connection and no timers but the connect timer; the caller destroys it. */
  openFresh(url: string): Promise<Dispatcher>;
  timers: Timers;
  close(): Promise<void>;
}

/** Builds the transport over undici; proxies and the system's certificates are honoured, TLS errors never bypassed. */
export function createTransport({ timers, resolveProxy }: TransportOptions): Transport {
  const shared = new Map<string, Dispatcher>();

  const open = (
    proxy: string | null,
    url: string,
    limits: { headersTimeout: number; bodyTimeout: number },
  ): Dispatcher => {
    const tls = url.startsWith("https:") ? { ca: certificateAuthorities() } : {};
    // One upload, one connection: HTTP/2 would multiplex them, and is slower for a large body.
    const connect = { timeout: timers.connectMs, allowH2: false, ...tls };
    if (proxy?.startsWith("socks")) return new Socks5ProxyAgent(proxy, { ...limits, requestTls: connect });
    if (proxy !== null) return new ProxyAgent({ uri: proxy, ...limits, requestTls: connect, proxyTls: connect });
    return new Agent({ ...limits, connect, allowH2: false });
  };

  const sharedFor = async (url: string): Promise<Dispatcher> => {
    const proxy = await resolveProxy(url);
    const key = `${proxy ?? "direct"} ${new URL(url).protocol}`;
    const known = shared.get(key);
    if (known !== undefined) return known;
    const made = open(proxy, url, { headersTimeout: timers.answerMs, bodyTimeout: timers.answerMs });
    shared.set(key, made);
    return made;
  };

  return {
    timers,
    async send({ method, url, headers, body, maxBytes, signal }) {
      try {
        const dispatcher = await sharedFor(url);
        const answer = await request(url, { method, headers, body: body ?? null, signal: signal ?? null, dispatcher });
        return { status: answer.statusCode, headers: answer.headers, text: await readText(answer.body, maxBytes) };
      } catch (error) {
        throw fromNetworkError(error, signal);
      }
    },
    async openMedia(url, { range, signal }) {
      const headers = range === null ? {} : { range };
      return await request(url, { headers, signal, dispatcher: await sharedFor(url) });
    },
    async openFresh(url) {
      return open(await resolveProxy(url), url, { headersTimeout: 0, bodyTimeout: timers.answerMs });
    },
    async close() {
      await Promise.allSettled([...shared.values()].map((dispatcher) => dispatcher.destroy()));
      shared.clear();
    },
  };
}
