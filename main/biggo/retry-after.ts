/** The part of a response that is read here. */
interface WithHeaders {
  headers: Record<string, string | string[] | undefined>;
}

function headerOf({ headers }: WithHeaders, name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value[0] : value;
}

/** An HTTP date in epoch ms; undefined for anything else. */
function parseHttpDate(text: string): number | undefined {
  // Date.parse accepts almost anything; an HTTP date always names its month and ends in GMT.
  if (!/[A-Za-z]{3}.*GMT$/.test(text)) return undefined;
  const date = Date.parse(text);
  return Number.isNaN(date) ? undefined : date;
}

/** Whether a response has a `Retry-After` header, even a malformed one. */
export function hasRetryAfter(response: WithHeaders): boolean {
  return headerOf(response, "retry-after") !== undefined;
}

/**
 * The delay that a response's `Retry-After` header asks for (RFC 9110 §10.2.3: delta-seconds or an HTTP date), in ms and
 * never negative; undefined when the header is missing or neither. A date is measured against the response's own `Date`
 * header, since the local clock may be wrong; `nowMs` (epoch) counts where there is none.
 */
export function retryAfterOf(response: WithHeaders, nowMs: number): number | undefined {
  const text = headerOf(response, "retry-after")?.trim();
  if (text === undefined) return undefined;
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  const date = parseHttpDate(text);
  if (date === undefined) return undefined;
  return Math.max(0, date - (parseHttpDate(headerOf(response, "date")?.trim() ?? "") ?? nowMs));
}
