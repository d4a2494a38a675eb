import { type Dispatcher, request } from "undici";
import { BigGoError } from "./biggo-error.ts";
import { decodeBody } from "./decode-body.ts";
import type { LocalServer } from "./local-server.ts";
import { fromNetworkError } from "./network-error.ts";
import { openDispatcher } from "./open-dispatcher.ts";
import { originOfProxy, type ProxyAuth, type ProxyCredentials } from "./proxy-auth.ts";
import { createProxyRoutes, type ResolveProxy, type Route } from "./proxy-routes.ts";
import { maxRedirects, redirectOf } from "./redirects.ts";
import type { RequestGate } from "./request-gate.ts";
import { createRequestPace, defaultPace } from "./request-pace.ts";
import { type RawResponse, readResponse } from "./response.ts";
import type { ServerClock } from "./server-clock.ts";

/** The timeouts of a request, in ms. */
export interface Timers {
  /** Until the connection is established, TLS included. */
  connectMs: number;
  /** Maximum time during which the socket accepts no byte of a request body. */
  stallMs: number;
  /** From the last byte of the request to the first of the response, and between bytes of the response. */
  answerMs: number;
  /** From the start of a request with a small body to the end of its response: a server may drip it for ever. */
  totalMs: number;
  /** The same for an upload: BigGo stores the file before it responds. */
  uploadAnswerMs: number;
}

/** The timeouts that apply unless the caller sets others. */
export const defaultTimers: Timers = {
  connectMs: 15_000,
  stallMs: 60_000,
  answerMs: 30_000,
  totalMs: 180_000,
  uploadAnswerMs: 600_000,
};

/** Options of {@link createTransport}. */
export interface TransportOptions {
  timers: Timers;
  resolveProxy: ResolveProxy;
  proxyAuth: ProxyAuth;
  baseUrl: string;
  /** The server at `baseUrl`, where only this app may use it. */
  localServer: LocalServer | null;
  /** Keeps calls waiting when BigGo asks for it. */
  gate: RequestGate;
  serverClock: ServerClock;
  /** Wall clock, epoch ms. */
  now: () => number;
  /** Monotonic ms. */
  monotonicNow: () => number;
}

/** A request with a small body. */
export interface PlainRequest {
  method: "GET" | "POST" | "PATCH" | "DELETE";
  url: string;
  headers: Record<string, string>;
  body?: string | Buffer | undefined;
  /** Maximum size of the response body; a larger one is a `not-biggo` error. */
  maxBytes?: number | undefined;
  signal?: AbortSignal | undefined;
}

/** No response of BigGo is larger. */
const maxResponseBytes = 32 * 1024 * 1024;

/** Reads a complete response body of at most `maxBytes`; throws BigGoError `not-biggo` when it is larger. */
export async function readText(body: AsyncIterable<Buffer>, maxBytes: number = maxResponseBytes): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of body) {
    length += chunk.length;
    if (length > maxBytes) throw new BigGoError("not-biggo", "The response is larger than any of BigGo's");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

/** Connections to BigGo: calls share them, and every upload opens its own. */
export interface Transport {
  /**
   * Makes one request and reads the complete response; rejects with BigGoError. Never retries, and follows redirects on
   * the same origin with method and body kept. Sends nothing while BigGo asks all calls to wait, and no more each minute
   * than `defaultPace` allows.
   */
  send(plain: PlainRequest): Promise<RawResponse>;
  /** Reads a response to a request as {@link readResponse} does, and keeps further calls waiting when it asks for it. */
  read(url: string, response: RawResponse): unknown;
  /** Opens a picture or video of BigGo's without a token. The caller must read or dump the body. */
  openMedia(url: string, options: { range: string | null; signal: AbortSignal }): Promise<Dispatcher.ResponseData>;
  /**
   * A dispatcher with a new connection and no timeouts except the connect timeout. The caller must destroy it. Rejects
   * with BigGoError while BigGo asks all calls to wait.
   */
  openFresh(url: string): Promise<Dispatcher>;
  timers: Timers;
  close(): Promise<void>;
}

const totalTimeout = (ms: number, cause: unknown) =>
  new BigGoError("timeout", `The response was not complete after ${ms / 1000} s`, { timer: "answer", cause });

interface SharedDispatcher {
  dispatcher: Dispatcher;
  credentials: ProxyCredentials | null;
}

/** Connections that calls share: one dispatcher for each proxy and protocol, opened again after a sign-in to the proxy. */
function createSharedDispatchers(timers: Timers, auth: ProxyAuth, localAt: (url: string) => LocalServer | null) {
  const shared = new Map<string, SharedDispatcher>();
  const limits = { connectMs: timers.connectMs, headersTimeout: timers.answerMs, bodyTimeout: timers.answerMs };
  return {
    get(url: string, proxy: Route): Dispatcher {
      const localServer = localAt(url);
      const key = localServer ? "local" : `${proxy ?? "direct"} ${new URL(url).protocol}`;
      const credentials = proxy === null ? null : auth.credentialsFor(originOfProxy(proxy));
      const known = shared.get(key);
      if (known?.credentials === credentials) return known.dispatcher;
      void known?.dispatcher.close().catch(() => {});
      const dispatcher = openDispatcher({ url, proxy, localServer }, limits, auth);
      shared.set(key, { dispatcher, credentials });
      return dispatcher;
    },
    async close(): Promise<void> {
      await Promise.allSettled([...shared.values()].map(({ dispatcher }) => dispatcher.destroy()));
      shared.clear();
    },
  };
}

/**
 * Creates the transport over undici. It honours proxies and the system's certificates, and never bypasses TLS errors.
 */
export function createTransport(options: TransportOptions): Transport {
  const { timers, gate, serverClock, now, proxyAuth } = options;
  const localOrigin = options.localServer === null ? null : new URL(options.baseUrl).origin;
  const localAt = (url: string) => (new URL(url).origin === localOrigin ? options.localServer : null);
  const resolveProxy: ResolveProxy = async (url) => (localAt(url) ? [null] : await options.resolveProxy(url));
  const shared = createSharedDispatchers(timers, proxyAuth, localAt);
  const pace = createRequestPace(defaultPace, options.monotonicNow);
  const routes = createProxyRoutes({ ...options, resolveProxy, connectMs: timers.connectMs });

  const sendTo = async (url: string, plain: PlainRequest): Promise<RawResponse> => {
    const { method, headers, body = null } = plain;
    const limit = AbortSignal.timeout(timers.totalMs);
    const signal = plain.signal === undefined ? limit : AbortSignal.any([plain.signal, limit]);
    let route: Route = null;
    try {
      route = await routes.choose(url);
      const response = await request(url, { method, headers, body, signal, dispatcher: shared.get(url, route) });
      const text = await readText(decodeBody(response.body, response.headers), plain.maxBytes);
      return { status: response.statusCode, headers: response.headers, text };
    } catch (cause) {
      const isOver = limit.aborted && plain.signal?.aborted !== true;
      const error = isOver ? totalTimeout(timers.totalMs, cause) : fromNetworkError(cause, plain.signal);
      routes.failed(route, error);
      throw error;
    }
  };

  return {
    timers,
    async send(plain) {
      gate.enter(plain.url);
      await pace.turn(plain.signal);
      for (let url = plain.url, redirects = 0; ; redirects += 1) {
        const response = await sendTo(url, plain);
        const target = redirectOf(url, response);
        if (target === null || redirects === maxRedirects) return response;
        url = target;
      }
    },
    read(url, response) {
      try {
        const body = readResponse(response, now());
        // Only what is BigGo's own: a gateway's clock may be wrong.
        serverClock.observe(response.headers.date);
        return body;
      } catch (error) {
        gate.observe(url, error);
        throw error;
      }
    },
    async openMedia(url, { range, signal }) {
      const headers = range === null ? {} : { range };
      return await request(url, { headers, signal, dispatcher: shared.get(url, await routes.choose(url)) });
    },
    async openFresh(url) {
      gate.enter(url);
      const limits = { connectMs: timers.connectMs, headersTimeout: 0, bodyTimeout: timers.answerMs };
      return openDispatcher({ url, proxy: await routes.choose(url), localServer: localAt(url) }, limits, proxyAuth);
    },
    close: shared.close,
  };
}
