import type { FaultSpec } from "./fault-spec.ts";

type Kind = FaultSpec["kind"];
type OfKind<K extends Kind> = Extract<FaultSpec, { kind: K }>;

const pacingKinds = ["delay", "slow-read", "listing-lag"] as const;
type PacingKind = (typeof pacingKinds)[number];

/** A fault that determines how a request ends. */
export type OutcomeFault = Exclude<FaultSpec, { kind: PacingKind }>;

/** The faults of one request: at most one outcome fault, and pacing faults that slow it down. */
export interface RequestFaults {
  readonly outcome: OutcomeFault | null;
  readonly delayMs: number;
  readonly bytesPerSecond: number | null;
  readonly listingLagMs: number;
}

/** What faults match a request by; the path excludes the query. */
export interface FaultTarget {
  readonly method: string;
  readonly path: string;
}

interface Matching {
  readonly method?: string | undefined;
  readonly path?: string | undefined;
}

const upload: Matching = { method: "POST", path: "^/api/v1/video/?$" };
const apiCall: Matching = { path: "^/(api|auth)/" };

/** Which requests a fault applies to when its spec has no `match`. */
const defaultMatch: Readonly<Partial<Record<Kind, Matching>>> = {
  reset: upload,
  "slow-read": upload,
  "missing-id": upload,
  "expired-token": { path: "^/api/v1/" },
  "listing-lag": { method: "GET", path: "^/api/v1/user/[^/]+/video/?$" },
};

function matches(fault: FaultSpec, target: FaultTarget): boolean {
  const { method, path }: Matching = fault.match ?? defaultMatch[fault.kind] ?? apiCall;
  if (method !== undefined && method.toUpperCase() !== target.method) return false;
  return path === undefined || new RegExp(path).test(target.path);
}

function timesOf(spec: FaultSpec): number {
  const times = spec.times ?? (spec.kind === "listing-lag" ? 0 : 1);
  return times === 0 ? Number.POSITIVE_INFINITY : times;
}

const isPacing = (fault: FaultSpec): boolean => pacingKinds.some((kind) => kind === fault.kind);

/**
 * The pending faults. Each request takes the first outcome fault that matches it and the first of each pacing kind
 * (delay, slow-read, listing-lag), in the order they were added; a fault is removed once taken `times` times.
 */
export function createFaultPlan(initial: readonly FaultSpec[] = []) {
  let faults: { spec: FaultSpec; left: number }[] = [];

  function add(spec: FaultSpec): void {
    faults.push({ spec, left: timesOf(spec) });
  }

  function takeFirst(target: FaultTarget, matchesKind: (spec: FaultSpec) => boolean): FaultSpec | null {
    const found = faults.find((fault) => matchesKind(fault.spec) && matches(fault.spec, target));
    if (!found) return null;
    found.left -= 1;
    faults = faults.filter((fault) => fault.left > 0);
    return found.spec;
  }

  function takeKind<K extends PacingKind>(kind: K, target: FaultTarget): OfKind<K> | null {
    return takeFirst(target, (spec) => spec.kind === kind) as OfKind<K> | null;
  }

  for (const spec of initial) add(spec);
  return {
    add,
    /** Removes every fault. */
    clear(): void {
      faults = [];
    },
    /** The pending faults, in order; `left` is null for one without a limit. */
    pending: () => faults.map(({ spec, left }) => ({ ...spec, left: Number.isFinite(left) ? left : null })),
    /** Takes the faults for this request. */
    take(target: FaultTarget): RequestFaults {
      return {
        outcome: takeFirst(target, (spec) => !isPacing(spec)) as OutcomeFault | null,
        delayMs: takeKind("delay", target)?.ms ?? 0,
        bytesPerSecond: takeKind("slow-read", target)?.bytesPerSecond ?? null,
        listingLagMs: takeKind("listing-lag", target)?.ms ?? 0,
      };
    },
  };
}

/** What `createFaultPlan` returns. */
export type FaultPlan = ReturnType<typeof createFaultPlan>;

/** When an outcome fault acts: on the headers, while the body is read, instead of the handler, or on its response. */
export function phaseOf(fault: OutcomeFault): "headers" | "body" | "handler" | "response" {
  switch (fault.kind) {
    case "refuse":
      return "headers";
    case "reset":
      return "body";
    case "stall":
      return fault.when === "body" ? "headers" : "response";
    case "status":
    case "html":
    case "expired-token":
    case "error":
      if (fault.committed) return "response";
      return fault.early ? "headers" : "handler";
    case "drop-answer":
    case "truncated-json":
    case "missing-id":
    case "wrong-fields":
    case "extra-fields":
      return "response";
  }
}
