import type { FaultSpec } from "./fault-spec.ts";

type Kind = FaultSpec["kind"];
type OfKind<K extends Kind> = Extract<FaultSpec, { kind: K }>;

const paced = ["delay", "slow-read", "listing-lag"] as const;
type Paced = (typeof paced)[number];

/** The fault that decides how a request ends. */
export type EndingFault = Exclude<FaultSpec, { kind: Paced }>;

/** What one request has to suffer: at most one ending, and what slows it down on the way there. */
export interface RequestFaults {
  readonly ending: EndingFault | null;
  readonly delayMs: number;
  readonly bytesPerSecond: number | null;
  readonly listingLagMs: number;
}

/** A request as faults see it: its path has no query. */
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

/** Which requests a fault meets when its spec does not say. */
const natural: Readonly<Partial<Record<Kind, Matching>>> = {
  reset: upload,
  "slow-read": upload,
  "missing-id": upload,
  "expired-token": { path: "^/api/v1/" },
  "listing-lag": { method: "GET", path: "^/api/v1/user/[^/]+/video/?$" },
};

function meets(fault: FaultSpec, target: FaultTarget): boolean {
  const { method, path }: Matching = fault.match ?? natural[fault.kind] ?? apiCall;
  if (method !== undefined && method.toUpperCase() !== target.method) return false;
  return path === undefined || new RegExp(path).test(target.path);
}

function timesOf(spec: FaultSpec): number {
  const times = spec.times ?? (spec.kind === "listing-lag" ? 0 : 1);
  return times === 0 ? Number.POSITIVE_INFINITY : times;
}

const isPaced = (fault: FaultSpec): boolean => paced.some((kind) => kind === fault.kind);

/**
 * The faults still to come. Each request takes the first ending fault that meets it and the first of each pacing kind
 * (delay, slow-read, listing-lag), in the order they were added; a fault taken as often as its `times` is gone.
 */
export function createFaultPlan(initial: readonly FaultSpec[] = []) {
  let faults: { spec: FaultSpec; left: number }[] = [];

  function add(spec: FaultSpec): void {
    faults.push({ spec, left: timesOf(spec) });
  }

  function takeFirst(target: FaultTarget, wanted: (spec: FaultSpec) => boolean): FaultSpec | null {
    const found = faults.find((fault) => wanted(fault.spec) && meets(fault.spec, target));
    if (!found) return null;
    found.left -= 1;
    faults = faults.filter((fault) => fault.left > 0);
    return found.spec;
  }

  function takeKind<K extends Paced>(kind: K, target: FaultTarget): OfKind<K> | null {
    return takeFirst(target, (spec) => spec.kind === kind) as OfKind<K> | null;
  }

  for (const spec of initial) add(spec);
  return {
    add,
    /** Forgets every fault. */
    clear(): void {
      faults = [];
    },
    /** The faults still to come, in order; `left` is null for one that never ends. */
    pending: () => faults.map(({ spec, left }) => ({ ...spec, left: Number.isFinite(left) ? left : null })),
    /** Takes what this request has to suffer. */
    take(target: FaultTarget): RequestFaults {
      return {
        ending: takeFirst(target, (spec) => !isPaced(spec)) as EndingFault | null,
        delayMs: takeKind("delay", target)?.ms ?? 0,
        bytesPerSecond: takeKind("slow-read", target)?.bytesPerSecond ?? null,
        listingLagMs: takeKind("listing-lag", target)?.ms ?? 0,
      };
    },
  };
}

/** What `createFaultPlan` returns. */
export type FaultPlan = ReturnType<typeof createFaultPlan>;

/** When an ending fault acts: on the headers, instead of the work, or on the answer of work that was done. */
export function momentOf(fault: EndingFault): "headers" | "body" | "instead" | "answer" {
  switch (fault.kind) {
    case "refuse":
      return "headers";
    case "reset":
      return "body";
    case "stall":
      return fault.when === "body" ? "headers" : "answer";
    case "status":
    case "html":
    case "expired-token":
    case "error":
      if (fault.committed) return "answer";
      return fault.early ? "headers" : "instead";
    case "drop-answer":
    case "truncated-json":
    case "missing-id":
    case "wrong-fields":
      return "answer";
  }
}
