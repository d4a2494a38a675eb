/** All timeouts, retry delays and limits of the engine. Times are in milliseconds. */
export interface RetryPolicy {
  backoff: { baseMs: number; capMs: number };
  /** Delay between connection attempts while there is no network. These do not count as failures. */
  networkProbeMs: number;
  /** Delay before a connection that failed certificate validation (TLS) is retried. */
  blockedProbeMs: number;
  /** Delay before a failed write (full disk, locked database) is retried. */
  storageProbeMs: number;
  /** How long the connection of a paused upload is kept open. */
  holdConnectionMs: number;
  /** How long after the last bytes of an ambiguous upload another one withholds its own, while the outcome is unknown. */
  commitBarrierMs: number;
  /** How long a transfer may make no progress after the network returns before it is restarted. */
  stuckMs: number;
  /** Delay between checks of a file that is missing or changed. */
  fileProbeMs: number;
  retryAfter: { minMs: number; maxMs: number; fallbackMs: number };
  /** Delays between the reconciles of an uncertain upload. After the last one fails it is sent again. */
  reconcileDelaysMs: readonly number[];
  /** How long a file waits before it is sent again after its n-th whole body was in vain; after the last, the user decides. */
  resendDelaysMs: readonly number[];
  /** Further reconciles, at the last of these delays, of an upload that BigGo reports as a duplicate (1002). */
  extraReconciles: number;
  /** Further reconciles, at the last of these delays, while a possible video is processed; then the user is asked. */
  pendingReconciles: number;
  /** A file up to this size is sent again rather than the user asked where nothing proves which video is its own. */
  maxBytesToAsk: number;
}

export const defaultRetryPolicy: RetryPolicy = {
  backoff: { baseMs: 1000, capMs: 300_000 },
  networkProbeMs: 4000,
  blockedProbeMs: 30_000,
  storageProbeMs: 5000,
  holdConnectionMs: 30_000,
  commitBarrierMs: 30_000,
  stuckMs: 4000,
  fileProbeMs: 3000,
  retryAfter: { minMs: 1000, maxMs: 3_600_000, fallbackMs: 60_000 },
  reconcileDelaysMs: [1000, 2000, 4000, 8000, 15_000, 30_000, 60_000],
  resendDelaysMs: [0, 60_000, 300_000, 900_000, 3_600_000],
  extraReconciles: 10,
  pendingReconciles: 60,
  maxBytesToAsk: 256 * 1024 * 1024,
};

/**
 * Full-jitter exponential backoff, in ms: a uniform share (`random` in [0, 1)) of the capped delay, at least a tenth
 * of it.
 */
export function backoffMs(policy: RetryPolicy, failures: number, random: number): number {
  const ceiling = Math.min(policy.backoff.capMs, policy.backoff.baseMs * 2 ** Math.min(failures, 30));
  // Without a floor, a draw near 0 would hammer a server that has just failed.
  return Math.round(Math.max(ceiling * random, ceiling / 10));
}

/** How long the queue is held for a `Retry-After`, in ms and clamped; a missing or invalid one counts as a minute. */
export function rateLimitMs(policy: RetryPolicy, retryAfterMs: number | undefined): number {
  const { minMs, maxMs, fallbackMs } = policy.retryAfter;
  return Math.min(maxMs, Math.max(minMs, retryAfterMs ?? fallbackMs));
}
