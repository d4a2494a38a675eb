type Reviver = (key: string, value: unknown, context: { source?: string }) => unknown;

/** Digits that may be more than a double holds: only then is each number looked at, which takes several times longer. */
const longNumber = /\d{16}/;

/** Whole numbers that a double would round stay as they were written. */
const keepLongNumbers: Reviver = (_key, value, { source }) => {
  const isRounded = typeof value === "number" && !Number.isSafeInteger(value);
  return isRounded && source !== undefined && /^-?\d+$/.test(source) ? source : value;
};

/**
 * Parses JSON, with or without byte order marks before it. A whole number beyond ±2^53, which a double would round, becomes its
 * text. Undefined when it is not JSON.
 */
export function parseJson(text: string): unknown {
  // A byte order mark counts as white space here; each file of a PHP program may add one.
  const json = text.trimStart();
  try {
    // ECMAScript's types lack the reviver's context ("JSON.parse source text access"), which Node has since version 21.
    return JSON.parse(
      json,
      longNumber.test(json) ? (keepLongNumbers as (key: string, value: unknown) => unknown) : undefined,
    );
  } catch {
    return undefined;
  }
}
