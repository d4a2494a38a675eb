/** A seeded random number generator (mulberry32): the same seed gives the same draws. */
export interface SimRandom {
  /** Uniform in [0, 1). */
  next(): number;
  /** True with probability `share`. */
  chance(share: number): boolean;
  /** An integer from `low` to `high`, both inclusive. */
  integer(low: number, high: number): number;
  pick<T>(items: readonly T[]): T;
}

/** Creates a generator from a seed. */
export function createSimRandom(seed: number): SimRandom {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  const integer = (low: number, high: number) => low + Math.floor(next() * (high - low + 1));
  return {
    next,
    chance: (share) => next() < share,
    integer,
    pick(items) {
      const item = items[integer(0, items.length - 1)];
      if (item === undefined) throw new Error("nothing to pick from");
      return item;
    },
  };
}
