import { BigGoError } from "../../biggo/biggo-error.ts";
import type { SimRandom } from "./sim-random.ts";

/** What will happen to one upload. `landed`: whether the server takes the body once it has it whole. */
export interface UploadFate {
  /** Thrown before a byte, or after that many pieces of the body. */
  breaksAt: { piece: number; error: BigGoError } | null;
  /** After the last bytes. */
  landed: boolean;
  /** Instead of the answer. */
  answer: BigGoError | null;
  /** BigGo says no for good. */
  permanent: boolean;
}

const network = (code: string) => new BigGoError("network", code, { systemCode: code });
const server = (httpStatus: number) => new BigGoError("server", `HTTP ${httpStatus}`, { httpStatus });
const rateLimited = (httpStatus: number, random: SimRandom) =>
  new BigGoError("rate-limited", `HTTP ${httpStatus}`, {
    httpStatus,
    retryAfterMs: random.pick([0, 2000, 90_000, 1e12]),
  });
const good: UploadFate = { breaksAt: null, landed: true, answer: null, permanent: false };

const refusals = [
  new BigGoError("refused", "too large", { httpStatus: 413 }),
  new BigGoError("refused", "forbidden", { httpStatus: 403 }),
  new BigGoError("refused", "transcode error", { biggoCode: 1001 }),
  new BigGoError("refused", "invalid", { biggoCode: 1006 }),
];

const fates: readonly ((random: SimRandom) => UploadFate)[] = [
  () => ({ ...good, breaksAt: { piece: 0, error: network("ECONNREFUSED") } }),
  (random) => ({ ...good, breaksAt: { piece: random.whole(1, 4), error: network("ECONNRESET") } }),
  (random) => ({
    ...good,
    breaksAt: { piece: random.whole(1, 4), error: new BigGoError("timeout", "stall", { timer: "stall" }) },
  }),
  // The answer is lost; whether the work was done is anybody's guess.
  (random) => ({ ...good, landed: random.chance(0.5), answer: network("ECONNRESET") }),
  (random) => ({
    ...good,
    landed: random.chance(0.5),
    answer: new BigGoError("timeout", "answer", { timer: "answer" }),
  }),
  (random) => ({ ...good, landed: random.chance(0.5), answer: new BigGoError("not-biggo", "HTML") }),
  (random) => ({ ...good, landed: random.chance(0.5), answer: server(random.pick([500, 502, 504])) }),
  (random) => ({ ...good, breaksAt: { piece: random.whole(0, 4), error: server(500) } }),
  (random) => ({
    ...good,
    landed: false,
    answer: rateLimited(429, random),
  }),
  // A gateway answers for what it may have passed on.
  (random) => ({ ...good, landed: random.chance(0.5), answer: rateLimited(503, random) }),
  () => ({ ...good, breaksAt: { piece: 0, error: new BigGoError("tls", "CERT_HAS_EXPIRED") } }),
  (random) => ({ ...good, landed: random.chance(0.5), answer: new BigGoError("tls", "bad record") }),
  () => ({ ...good, landed: false, answer: new BigGoError("unauthorised", "expired", { biggoCode: 4 }) }),
  (random) => {
    const error = random.pick(refusals);
    const early = random.chance(0.5);
    return {
      breaksAt: early ? { piece: random.whole(0, 4), error } : null,
      landed: false,
      answer: early ? null : error,
      permanent: true,
    };
  },
];

/** Draws what will happen to an upload: well with probability `1 - share`, otherwise one of the faults. */
export function drawFate(random: SimRandom, share: number): UploadFate {
  return random.chance(share) ? random.pick(fates)(random) : good;
}

const failures: readonly ((random: SimRandom) => BigGoError)[] = [
  () => server(500),
  () => network("ECONNRESET"),
  (random) => rateLimited(429, random),
  () => new BigGoError("tls", "CERT_HAS_EXPIRED"),
];

/** Draws what a data call fails with, none of it for good. */
export function drawFailure(random: SimRandom): BigGoError {
  return random.pick(failures)(random);
}
