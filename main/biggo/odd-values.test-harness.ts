/** Stands for a whole number that JavaScript cannot write: {@link oddAnswersOf} puts its digits into the JSON. */
const longNumber = "@long number@";
/** The digits of a whole number beyond 2^53, which a double rounds. */
export const longDigits = "90071992547409931";

/** Values that PHP, a gateway or another version may send in place of any field. */
const oddValues: readonly (readonly [name: string, value: unknown])[] = [
  ["absent", undefined],
  ["null", null],
  ["an empty list", []],
  ["an empty object", {}],
  ["an empty text", ""],
  ["a text", "odd"],
  ["half a character", "\ud83d"],
  ["a numeric text", "12"],
  ["true", true],
  ["false", false],
  ["negative", -1],
  ["huge", 1e300],
  ["beyond 2^53", longNumber],
  ["a list in a list", [[]]],
];

/** What may become of a list. */
const oddLists: readonly (readonly [name: string, change: (rows: unknown[]) => unknown])[] = [
  ["keyed", (rows) => Object.fromEntries(rows.map((row, index) => [2 * index + 1, row]))],
  ["with duplicates", (rows) => [...rows, ...rows]],
  ["with a null row", (rows) => [null, ...rows]],
  ["with a row of another type", (rows) => [...rows, "row", 7]],
  ["very long", (rows) => Array.from({ length: 400 }, () => rows).flat()],
];

type Path = readonly string[];

/** The paths of a value and of everything in it; of a list only the first row is entered. */
function pathsIn(value: unknown, path: Path = []): Path[] {
  const inner = Array.isArray(value) ? value.slice(0, 1) : typeof value === "object" && value !== null ? value : {};
  return [path, ...Object.entries(inner).flatMap(([key, part]) => pathsIn(part, [...path, key]))];
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce((part, key) => (part as Record<string, unknown>)[key], value);
}

function replacedAt(value: unknown, [key, ...rest]: Path, by: unknown): unknown {
  if (key === undefined) return by;
  const copy = (Array.isArray(value) ? [...value] : { ...(value as object) }) as Record<string, unknown>;
  const part = replacedAt(copy[key], rest, by);
  if (part === undefined && !Array.isArray(copy)) delete copy[key];
  else copy[key] = part;
  return copy;
}

/** An answer in which one field, or the whole, is odd. */
export interface OddAnswer {
  /** The field and what is odd about it: "user_video.data.0.access: null". */
  name: string;
  path: Path;
  body: string;
}

/** Every answer that differs from a good one in one field, as JSON. */
export function oddAnswersOf(good: object): OddAnswer[] {
  const goodJson = JSON.stringify(good);
  const answer = (path: Path, oddity: string, value: unknown): OddAnswer => {
    const json = JSON.stringify(replacedAt(good, path, value)) ?? "";
    const name = `${path.join(".") || "the whole answer"}: ${oddity}`;
    return { name, path, body: json.replaceAll(`"${longNumber}"`, longDigits) };
  };
  const answers = pathsIn(good).flatMap((path) => {
    const value = valueAt(good, path);
    const lists = Array.isArray(value) ? oddLists : [];
    return [
      ...oddValues.map(([oddity, odd]) => answer(path, oddity, odd)),
      ...lists.map(([oddity, change]) => answer(path, oddity, change(value as unknown[]))),
    ];
  });
  return answers.filter(({ body }) => body !== goodJson);
}
