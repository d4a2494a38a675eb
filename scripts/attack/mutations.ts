/** Random numbers of a seed: each call returns one of [0, 1). */
export type Random = () => number;

/** A change of bytes that something may have done, by mistake or on purpose. Returns new bytes. */
type Mutation = (bytes: Buffer, random: Random, others: readonly Buffer[]) => Buffer;

const below = (random: Random, bound: number) => Math.floor(random() * bound);

/** Half of the changes are in the first 1024 bytes, where headers are. */
const position = (random: Random, length: number) => below(random, random() < 0.5 ? Math.min(length, 1024) : length);

const copied =
  (change: (bytes: Buffer, random: Random) => void): Mutation =>
  (bytes, random) => {
    const copy = Buffer.from(bytes);
    if (copy.length > 0) change(copy, random);
    return copy;
  };

/** Values at which lengths, counts and sizes overflow, wrap or end nothing. */
const extremes = [0, 1, 7, 0x7f, 0x80, 0xff, 0x7fff, 0xffff, 0x7fffffff, 0x80000000, 0xfffffff0, 0xffffffff] as const;

function writeExtreme(bytes: Buffer, at: number, random: Random): void {
  const value = extremes[below(random, extremes.length)] ?? 0;
  const width = [1, 2, 4][below(random, 3)] ?? 4;
  if (at + width > bytes.length) return;
  const fitting = width === 4 ? value : value % 2 ** (8 * width);
  if (random() < 0.5) bytes.writeUIntBE(fitting, at, width);
  else bytes.writeUIntLE(fitting, at, width);
}

/** Positions of four letters, as boxes and chunks have them; their length is before, their fields are behind. */
function boxesIn(bytes: Buffer): number[] {
  const text = bytes.subarray(0, 1 << 16).toString("latin1");
  return [...text.matchAll(/[a-zA-Z]{4}/g)].map(({ index }) => index);
}

const mutations: Readonly<Record<string, Mutation>> = {
  "flipped bits": copied((bytes, random) => {
    for (let times = 1 + below(random, 16); times > 0; times -= 1) {
      const at = position(random, bytes.length);
      bytes[at] = (bytes[at] ?? 0) ^ (1 << below(random, 8));
    }
  }),
  truncated: (bytes, random) => Buffer.from(bytes.subarray(0, position(random, bytes.length))),
  "spliced with another file": (bytes, random, others) => {
    const other = others[below(random, others.length)] ?? bytes;
    return Buffer.concat([
      bytes.subarray(0, position(random, bytes.length)),
      other.subarray(position(random, other.length)),
    ]);
  },
  "a part twice": (bytes, random) => {
    const [from, to] = [position(random, bytes.length), position(random, bytes.length)].sort((a, b) => a - b);
    return Buffer.concat([bytes.subarray(0, to), bytes.subarray(from)]);
  },
  "a part of zeros": copied((bytes, random) => {
    const from = position(random, bytes.length);
    bytes.fill(0, from, Math.min(bytes.length, from + below(random, 4096)));
  }),
  "an extreme value": copied((bytes, random) => writeExtreme(bytes, position(random, bytes.length), random)),
  "an extreme length of a box": copied((bytes, random) => {
    const boxes = boxesIn(bytes);
    const at = boxes[below(random, boxes.length)];
    if (at !== undefined && at >= 4) writeExtreme(bytes, at - 4, random);
  }),
  "an extreme field of a box": copied((bytes, random) => {
    const boxes = boxesIn(bytes);
    const at = boxes[below(random, boxes.length)];
    if (at !== undefined) writeExtreme(bytes, at + 4 + 4 * below(random, 6), random);
  }),
};

/** The kinds of changes. */
export const mutationNames: readonly string[] = Object.keys(mutations);

/**
 * Changes bytes in one to three ways. The same random numbers make the same bytes; `others` are the files from which parts
 * are spliced in.
 */
export function mutate(bytes: Buffer, random: Random, others: readonly Buffer[]): Buffer {
  const all = Object.values(mutations);
  let changed = bytes;
  for (let times = 1 + below(random, 3); times > 0; times -= 1) {
    changed = all[below(random, all.length)]?.(changed, random, others) ?? changed;
  }
  return changed;
}
