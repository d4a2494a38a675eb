/** Longer than any name of a call. */
export const maxNameChars = 64;

/** Deeper than any input of the contract. */
const maxDepth = 12;
/** Values, keys and items: a change of 100,000 videos has as many ids. */
const maxNodes = 250_000;
/** Characters of all texts: 100,000 ids of 64 characters, and more. */
const maxChars = 8_000_000;
/** Bytes of pictures. */
const maxBytes = 8 * 1024 * 1024;
/** What a value takes beside its characters, about. */
const bytesOfNode = 8;

const { isArray } = Array;
const { isView } = ArrayBuffer;
const { getPrototypeOf, keys } = Object;

interface Tally {
  nodes: number;
  chars: number;
  bytes: number;
}

/** Adds the values of a plain object to `pending`; false for an object of any other kind. */
function pushValues(value: object, pending: unknown[], tally: Tally): boolean {
  const prototype: unknown = getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return false;
  const names = keys(value);
  tally.nodes += names.length;
  if (tally.nodes > maxNodes) return false;
  for (const name of names) {
    tally.chars += name.length;
    if (name === "__proto__") return false;
    pending.push((value as Record<string, unknown>)[name]);
  }
  return true;
}

/** Counts one value and adds what it contains to `pending`; false for a kind that no input has. */
function count(value: unknown, pending: unknown[], tally: Tally): boolean {
  tally.nodes += 1;
  if (value === null || value === undefined || typeof value === "boolean" || typeof value === "number") return true;
  if (typeof value === "string") {
    tally.chars += value.length;
    return true;
  }
  if (typeof value !== "object") return false;
  if (isView(value)) {
    // A view is sent with all of its buffer.
    tally.bytes += value.buffer.byteLength;
    return value instanceof Uint8Array;
  }
  if (!isArray(value)) return pushValues(value, pending, tally);
  // A sparse array is long without being large.
  if (value.length > maxNodes - tally.nodes) return false;
  for (let index = 0; index < value.length; index += 1) pending.push(value[index]);
  return true;
}

/**
 * The size of an input of a call, about, in bytes; null when it is larger or deeper than any input of the contract, or
 * contains anything but plain data. Takes a bounded time and calls nothing of the input's.
 */
export function sizeOfInput(input: unknown): number | null {
  const tally: Tally = { nodes: 0, chars: 0, bytes: 0 };
  let level: unknown[] = [input];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > maxDepth) return null;
    const below: unknown[] = [];
    for (const value of level) {
      if (!count(value, below, tally)) return null;
      if (tally.nodes > maxNodes || tally.chars > maxChars || tally.bytes > maxBytes) return null;
    }
    level = below;
  }
  return tally.nodes * bytesOfNode + tally.chars + tally.bytes;
}
