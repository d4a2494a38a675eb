import { BigGoError } from "../../biggo/biggo-error.ts";
import type { SimRandom } from "./sim-random.ts";

/** The outcome of one upload. */
export interface UploadOutcome {
  /** Thrown before the first byte (piece 0), or after that many pieces of the body. */
  breaksAt: { piece: number; error: BigGoError } | null;
  /** Whether the server accepts the body once it is complete. */
  bodyAccepted: boolean;
  /** Thrown in place of a successful response. */
  response: BigGoError | null;
  /** How long the response takes, ms; the client waits for ten minutes. */
  responseMs?: number;
  /** Redirected after the first bytes: the body starts again at the new address. */
  redirected?: boolean;
  /** Whether BigGo refuses the file permanently. */
  permanent: boolean;
}

const network = (code: string) => new BigGoError("network", code, { systemCode: code });
const server = (httpStatus: number) => new BigGoError("server", `HTTP ${httpStatus}`, { httpStatus });
const rateLimited = (httpStatus: number, random: SimRandom) =>
  new BigGoError("rate-limited", `HTTP ${httpStatus}`, {
    httpStatus,
    retryAfterMs: random.pick([0, 2000, 90_000, 1e12]),
  });
/** What stands before BigGo answers in its place, with JSON or HTML of its own: no verdict of BigGo's. */
const gatewayStatuses = [400, 401, 403, 404, 405, 408, 409, 410, 421, 422, 425, 431, 451, 511, 500, 502, 503, 504, 520];
const gateway = (random: SimRandom) => {
  const httpStatus = random.pick(gatewayStatuses);
  if (httpStatus === 401) return new BigGoError("unauthorised", "HTTP 401", { httpStatus });
  if (httpStatus >= 500 && httpStatus !== 511) return server(httpStatus);
  return new BigGoError(random.pick(["refused", "not-biggo"]), `HTTP ${httpStatus}`, { httpStatus });
};
/** The token endpoint fails without a word about the key. */
const tokenTrouble = (random: SimRandom) =>
  new BigGoError(random.pick(["server", "not-biggo", "network", "timeout"]), "no token", { atTokenEndpoint: true });
const success: UploadOutcome = { breaksAt: null, bodyAccepted: true, response: null, permanent: false };

const refusals = [
  new BigGoError("refused", "too large", { httpStatus: 413 }),
  new BigGoError("refused", "not yours", { httpStatus: 403, biggoCode: 1003 }),
  new BigGoError("refused", "transcode error", { biggoCode: 1001 }),
  new BigGoError("refused", "invalid", { biggoCode: 1006 }),
];

const faultyOutcomes: readonly ((random: SimRandom) => UploadOutcome)[] = [
  () => ({ ...success, breaksAt: { piece: 0, error: network("ECONNREFUSED") } }),
  (random) => ({ ...success, breaksAt: { piece: random.integer(1, 4), error: network("ECONNRESET") } }),
  (random) => ({
    ...success,
    breaksAt: { piece: random.integer(1, 4), error: new BigGoError("timeout", "stall", { timer: "stall" }) },
  }),
  // The response is lost; the server may have accepted the body or not.
  (random) => ({ ...success, bodyAccepted: random.chance(0.5), response: network("ECONNRESET") }),
  (random) => ({
    ...success,
    bodyAccepted: random.chance(0.5),
    response: new BigGoError("timeout", "answer", { timer: "answer" }),
  }),
  // The response never comes, or late.
  (random) => ({
    ...success,
    bodyAccepted: random.chance(0.5),
    response: new BigGoError("timeout", "answer", { timer: "answer" }),
    responseMs: 600_000,
  }),
  (random) => ({ ...success, responseMs: random.pick([20_000, 40_000, 200_000]) }),
  () => ({ ...success, redirected: true }),
  (random) => ({ ...success, bodyAccepted: random.chance(0.5), response: new BigGoError("not-biggo", "HTML") }),
  (random) => ({ ...success, bodyAccepted: random.chance(0.5), response: server(random.pick([500, 502, 504])) }),
  (random) => ({ ...success, breaksAt: { piece: random.integer(0, 4), error: server(500) } }),
  (random) => ({
    ...success,
    bodyAccepted: false,
    response: rateLimited(429, random),
  }),
  // A gateway responds to a request that it may have forwarded.
  (random) => ({ ...success, bodyAccepted: random.chance(0.5), response: rateLimited(503, random) }),
  (random) => ({ ...success, breaksAt: { piece: random.integer(0, 4), error: gateway(random) } }),
  (random) => ({ ...success, bodyAccepted: random.chance(0.5), response: gateway(random) }),
  (random) => ({ ...success, breaksAt: { piece: 0, error: tokenTrouble(random) } }),
  () => ({ ...success, breaksAt: { piece: 0, error: new BigGoError("tls", "CERT_HAS_EXPIRED") } }),
  (random) => ({ ...success, bodyAccepted: random.chance(0.5), response: new BigGoError("tls", "bad record") }),
  () => ({ ...success, bodyAccepted: false, response: new BigGoError("unauthorised", "expired", { biggoCode: 4 }) }),
  (random) => {
    const error = random.pick(refusals);
    const early = random.chance(0.5);
    return {
      breaksAt: early ? { piece: random.integer(0, 4), error } : null,
      // BigGo may have stored what it refuses: its video turns up later.
      bodyAccepted: !early && random.chance(0.2),
      response: early ? null : error,
      permanent: true,
    };
  },
];

/** Draws the outcome of an upload: success with probability `1 - share`, otherwise a random fault. */
export function drawOutcome(random: SimRandom, share: number): UploadOutcome {
  return random.chance(share) ? random.pick(faultyOutcomes)(random) : success;
}

const requestErrors: readonly ((random: SimRandom) => BigGoError)[] = [
  () => server(500),
  () => network("ECONNRESET"),
  (random) => rateLimited(429, random),
  () => new BigGoError("tls", "CERT_HAS_EXPIRED"),
  gateway,
  tokenTrouble,
];

/** Draws the error of a failed API call; none is permanent. */
export function drawRequestError(random: SimRandom): BigGoError {
  return random.pick(requestErrors)(random);
}
