import type { Dispatcher } from "undici";
import type { Transport } from "../biggo/transport.ts";
import { isPublicHost } from "./public-host.ts";

export interface RemoteMediaDeps {
  /** Null when no account is open. */
  openMedia: () => Transport["openMedia"] | null;
  /** The origin of the API: the only one that may be fetched without https, or from this computer's network. */
  apiOrigin: () => string | null;
}

/** A response with media, or without: the caller must read or dump its body. */
export type MediaResponse = Dispatcher.ResponseData;

/**
 * Opens media at an address of BigGo's or a shop's. Redirects are followed where the address itself would have been
 * allowed. Null when there is nothing there, or the address is not allowed. Rejects as undici does.
 */
export type OpenRemoteMedia = (
  url: string,
  options: { range: string | null; signal: AbortSignal },
) => Promise<MediaResponse | null>;

const maxRedirects = 5;
const redirectStatuses: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/** Creates it. */
export function createRemoteMedia({ openMedia, apiOrigin }: RemoteMediaDeps): OpenRemoteMedia {
  /** The absolute address (`//host/…` means that of BigGo's protocol); null when it may not be fetched. */
  const allowed = (url: string, base: string): string | null => {
    if (!URL.canParse(url, base)) return null;
    const { protocol, origin, hostname, username, password, href } = new URL(url, base);
    if (origin === apiOrigin()) return href;
    return protocol === "https:" && username === "" && password === "" && isPublicHost(hostname) ? href : null;
  };

  return async (url, options) => {
    let target = allowed(url, apiOrigin() ?? "https://biggo.com");
    for (let redirects = 0; target !== null; redirects += 1) {
      const response = await openMedia()?.(target, options);
      if (response === undefined) return null;
      const { statusCode, headers, body } = response;
      if (statusCode === 200 || statusCode === 206) return response;
      // Ended rather than read to its end, which may never come.
      body.on("error", () => {}).destroy();
      const { location } = headers;
      const isRedirect = redirectStatuses.has(statusCode) && typeof location === "string";
      if (!isRedirect || redirects === maxRedirects) return null;
      target = allowed(location, target);
    }
    return null;
  };
}
