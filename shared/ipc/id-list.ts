import { z } from "zod";

/**
 * A list of ids of at most `maxChars` characters. One check and one issue for the whole list: an issue for each of 100,000
 * mistakes would take main a tenth of a second and many megabytes.
 */
export function idList({ min, max, maxChars }: { min: number; max: number; maxChars: number }): z.ZodType<string[]> {
  const isId = (id: unknown) => typeof id === "string" && id.length > 0 && id.length <= maxChars;
  // `every` would skip the holes of a sparse list.
  const isList = (ids: unknown) =>
    Array.isArray(ids) && ids.length >= min && ids.length <= max && ids.findIndex((id) => !isId(id)) === -1;
  return z.custom<string[]>(isList, `Invalid input: expected ${min} to ${max} ids`);
}
