import type { RawResponse } from "./response.ts";

/** How many redirects of one request are followed. */
export const maxRedirects = 3;

const redirectStatuses: ReadonlySet<number> = new Set([301, 302, 307, 308]);

/**
 * Where a response redirects a request to; null when it does not, or when it leads to another origin: neither the token
 * nor the user's data goes there, and a captive portal answers that way.
 */
export function redirectOf(url: string, { status, headers }: Pick<RawResponse, "status" | "headers">): string | null {
  const location = headers.location;
  if (!redirectStatuses.has(status) || typeof location !== "string" || !URL.canParse(location, url)) return null;
  const target = new URL(location, url);
  return target.origin === new URL(url).origin ? target.href : null;
}
