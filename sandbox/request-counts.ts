/** Counts a sandbox's requests since it started. */
export function createRequestCounts() {
  const requests = new Map<string, number>();
  const totals = { uploadsStarted: 0, uploadsCommitted: 0, uploadsRepeated: 0, tokensIssued: 0, bytesReceived: 0 };
  return {
    /** Counts a request to a route, named `METHOD path-pattern`. */
    request(name: string): void {
      requests.set(name, (requests.get(name) ?? 0) + 1);
    },
    /** Adds to a total; `bytesReceived` counts the bytes of uploaded files, including broken uploads. */
    add(name: keyof typeof totals, amount = 1): void {
      totals[name] += amount;
    },
    /** All counts so far. */
    snapshot: () => ({ requests: Object.fromEntries(requests), ...totals }),
  };
}

/** What `createRequestCounts` returns. */
export type RequestCounts = ReturnType<typeof createRequestCounts>;
