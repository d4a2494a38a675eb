/** A cache of asynchronous results whose entries expire. */
export interface TtlCache<T> {
  /** The cached result for `key`, or that of `load`. Concurrent calls share one load; failures are not cached. */
  get(key: string, load: () => Promise<T>): Promise<T>;
}

/** Creates a cache that keeps up to `maxEntries` results for `ttlMs` each, and evicts the oldest first. */
export function createTtlCache<T>(options: { ttlMs: number; maxEntries: number; now: () => number }): TtlCache<T> {
  const entries = new Map<string, { result: Promise<T>; expiresAtMs: number }>();
  return {
    get(key, load) {
      const cached = entries.get(key);
      if (cached !== undefined && cached.expiresAtMs > options.now()) return cached.result;
      const result = load();
      entries.delete(key);
      entries.set(key, { result, expiresAtMs: options.now() + options.ttlMs });
      result.catch(() => {
        if (entries.get(key)?.result === result) entries.delete(key);
      });
      const oldest = entries.keys().next().value;
      if (entries.size > options.maxEntries && oldest !== undefined) entries.delete(oldest);
      return result;
    },
  };
}
