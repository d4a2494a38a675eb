/** Every number by which the engine waits and gives up. Milliseconds throughout. */
export interface RetryPolicy {
  backoff: { baseMs: number; capMs: number };
  /** How often a connection is tried while there is no network: such tries use up no attempt. */
  networkProbeMs: number;
  /** How often a connection that could not be trusted (TLS) is tried again. */
  blockedProbeMs: number;
  /** How soon a store that took nothing (full disk, locked database) is tried again. */
  storageProbeMs: number;
  /** How long the connection of a paused upload is held before it is let go. */
  holdConnectionMs: number;
  /** How long an upload waits with its last bytes for the answer to another one that could be taken for it. */
  commitBarrierMs: number;
  /** How long after the network is back a transfer may stand still before it is begun anew. */
  stuckMs: number;
  /** How often a file that is missing or changed is looked at again. */
  fileProbeMs: number;
  retryAfter: { minMs: number; maxMs: number; fallbackMs: number };
  /** When BigGo is looked at for an uncertain upload, each from the look before. After the last it is sent again. */
  reconcileDelaysMs: readonly number[];
  /** How many looks more, each as long after the one before as the last, at one that BigGo says it has (1002). */
  extraReconciles: number;
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
  extraReconciles: 10,
};

/**
 * Full-jitter exponential backoff: a uniform share (`random` in [0, 1)) of the capped delay, at least a tenth of it.
 */
export function backoffMs(policy: RetryPolicy, failures: number, random: number): number {
  const ceiling = Math.min(policy.backoff.capMs, policy.backoff.baseMs * 2 ** Math.min(failures, 30));
  // Without a floor a draw near 0 would hammer a server that has just fallen over.
  return Math.round(Math.max(ceiling * random, ceiling / 10));
}

/** How long the queue is held for a `Retry-After`, clamped; a missing or unreadable one counts as a minute. */
export function rateLimitMs(policy: RetryPolicy, retryAfterMs: number | undefined): number {
  const { minMs, maxMs, fallbackMs } = policy.retryAfter;
  return Math.min(maxMs, Math.max(minMs, retryAfterMs ?? fallbackMs));
}
