import type { SpawnedSandbox } from "../../sandbox/testing.ts";

const statuses = [403, 404, 409, 502, 504, 511] as const;
const bodies: readonly ((status: number) => unknown)[] = [
  (status) => `<html><head><title>${status}</title></head><body><h1>${status}</h1><hr>gateway</body></html>`,
  (status) => ({ message: "Blocked by policy", status }),
  (status) => ({ error: { code: status, message: "gateway" } }),
];

/**
 * Where the gateway answers in place of BigGo. The calls of the second device have other paths (a trailing slash more or
 * less), so that each answer is the app's.
 */
const places = {
  "upload before its bytes": { match: { method: "POST", path: "^/api/v1/video/$" }, early: true },
  "upload after its commit": { match: { method: "POST", path: "^/api/v1/video/$" }, committed: true },
  "upload in vain": { match: { method: "POST", path: "^/api/v1/video/$" } },
  listing: { match: { method: "GET", path: "^/api/v1/user/self/video/?$" } },
  "one video": { match: { method: "GET", path: "^/api/v1/video/[^/]+$" } },
  details: { match: { method: "POST", path: "^/api/v1/video/[^/]+$" } },
  edit: { match: { method: "PATCH", path: "^/api/v1/video/[^/]+$" } },
  token: { match: { method: "POST", path: "^/auth/v1/token$" } },
} as const;

type Place = keyof typeof places;

/** One kind of answer, given up to `times` times. */
export interface GatewayAnswer {
  place: Place;
  status: number;
  body: unknown;
  times: number;
  close: boolean;
}

const everywhere = Object.keys(places) as Place[];

/** Draws a gateway's answer. Only where `inVain` is set does it answer an upload whose whole body BigGo never gets. */
export function drawAnswer(random: () => number, inVain: boolean): GatewayAnswer {
  const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)] as T;
  const place = pick(inVain ? everywhere : everywhere.filter((name) => name !== "upload in vain"));
  const status = pick(statuses);
  const body = pick(bodies)(status);
  const times = place.startsWith("upload") ? 1 : 1 + Math.floor(random() * 3);
  return { place, status, body, times, close: random() < 0.5 };
}

/** A gateway before the sandbox; counts the answers that it gave. */
export function createGateway(sandbox: SpawnedSandbox) {
  let expected = 0;
  let given = 0;
  return {
    async answer({ place, ...answer }: GatewayAnswer): Promise<void> {
      await sandbox.control("POST", "faults", { kind: "status", ...places[place], ...answer });
      expected += answer.times;
    },
    /** Removes all faults, and counts the answers given until then. */
    async clear(): Promise<void> {
      const { faults } = (await sandbox.control("GET", "faults")) as {
        faults: { kind: string; left: number | null }[];
      };
      await sandbox.control("DELETE", "faults");
      const left = faults.reduce((sum, fault) => sum + (fault.kind === "status" ? (fault.left ?? 0) : 0), 0);
      given += expected - left;
      expected = 0;
    },
    given: () => given,
  };
}

/** What `createGateway` returns. */
export type Gateway = ReturnType<typeof createGateway>;
