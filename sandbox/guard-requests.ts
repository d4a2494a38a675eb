import { createHash, timingSafeEqual } from "node:crypto";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { accessKeyHeader } from "../shared/access-key.ts";
import { limits } from "./limits.ts";

const loopbackHost = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/;

/** Who may send requests. */
export interface RequestRules {
  /** What every request must carry; null accepts every program of this computer. */
  accessKey: string | null;
  /** The server's URL; empty until it listens. */
  baseUrl: () => string;
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}

/** Browsers name the page or the relation to it; programs send neither. */
function isFromWebPage({ headers }: FastifyRequest): boolean {
  const site = headers["sec-fetch-site"];
  return headers.origin !== undefined || (site !== undefined && site !== "none");
}

/** A page that points a name of its own to this computer (DNS rebinding) sends that name. */
function isForOtherHost({ headers }: FastifyRequest, { accessKey, baseUrl }: RequestRules): boolean {
  const host = headers.host?.toLowerCase() ?? "";
  return accessKey === null ? !loopbackHost.test(host) : host !== new URL(baseUrl()).host;
}

function hasKey({ headers }: FastifyRequest, key: Buffer | null): boolean {
  if (key === null) return true;
  const given = headers[accessKeyHeader];
  return typeof given === "string" && timingSafeEqual(digest(given), key);
}

/** Ends a connection whose request stops in the middle of its body. */
function limitIdleBody({ raw, headers }: FastifyRequest): void {
  const hasBody = headers["content-length"] !== undefined || headers["transfer-encoding"] !== undefined;
  if (!hasBody) return;
  raw.setTimeout(limits.bodyIdleMs, () => raw.socket.destroy());
  raw.once("end", () => raw.socket.setTimeout(0));
}

/**
 * Refuses requests of web pages, for other hosts, and without the access key with an empty 403, before anything else sees
 * them: on every route, and where there is none.
 */
export function guardRequests(app: FastifyInstance, rules: RequestRules): void {
  const key = rules.accessKey === null ? null : digest(rules.accessKey);
  app.addHook("onRequest", async (request, reply) => {
    const isAllowed = !isFromWebPage(request) && !isForOtherHost(request, rules) && hasKey(request, key);
    if (!isAllowed) return reply.code(403).header("connection", "close").send();
    if (key !== null) limitIdleBody(request);
    return undefined;
  });
}
