/**
 * Parses a `Retry-After` header (RFC 9110 §10.2.3: delta-seconds or an HTTP date). Returns milliseconds from `nowMs`,
 * never negative; undefined when the value is missing or neither.
 */
export function parseRetryAfter(value: string | undefined, nowMs: number): number | undefined {
  if (value === undefined) return undefined;
  const text = value.trim();
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  // Date.parse accepts almost anything; an HTTP date always names its month and ends in GMT.
  if (!/[A-Za-z]{3}.*GMT$/.test(text)) return undefined;
  const date = Date.parse(text);
  return Number.isNaN(date) ? undefined : Math.max(0, date - nowMs);
}
