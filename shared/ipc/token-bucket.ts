/** How much may be taken at once, and how much comes back each second. */
export interface Rate {
  burst: number;
  perSecond: number;
}

/** A token bucket: `take` is false while there is not enough. `now` is in ms. */
export function createTokenBucket({ burst, perSecond }: Rate, now: () => number): { take(amount: number): boolean } {
  let tokens = burst;
  let filledAtMs = now();
  return {
    take(amount) {
      const nowMs = now();
      tokens = Math.min(burst, tokens + (Math.max(0, nowMs - filledAtMs) / 1000) * perSecond);
      filledAtMs = nowMs;
      if (amount > tokens) return false;
      tokens -= amount;
      return true;
    },
  };
}
