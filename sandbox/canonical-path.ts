/** Where a request goes that names no path: no route has it. */
export const noPath = "/invalid-path";

const scheme = "http:";

function recode(segment: string): string {
  return encodeURIComponent(decodeURIComponent(segment));
}

/**
 * The request target in the only form that routes and hooks see: dot segments resolved, repeated slashes and backslashes
 * one slash, each segment decoded and encoded again, so that an encoded slash stays within its segment. The query is kept.
 * `noPath` for a target that is no path (RFC 9112 3.2.2 to 3.2.4) or does not decode.
 */
export function canonicalPath(target: string): string {
  const [path = "", ...query] = target.split("?");
  if (!path.startsWith("/")) return noPath;
  try {
    const { pathname } = new URL(`${scheme}//host${path.replaceAll(/[/\\]+/g, "/")}`);
    const segments = pathname.split("/").map(recode);
    return [segments.join("/"), ...query].join("?");
  } catch {
    return noPath;
  }
}
