import { isAppUrl } from "../ipc/app-origin.ts";

/** Schemes whose content is in the URL, or belongs to the tools that `npm run dev` may open. */
const localSchemes: ReadonlySet<string> = new Set(["data:", "devtools:"]);

/**
 * Whether the page's session may make a request: for our own origin, for what the page made itself, and in `npm run dev`
 * for the development server. Everything from the network comes through main, which does not use this session.
 */
export function isOwnRequest(url: string, devServer: string | null): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, host, pathname } = new URL(url);
  if (protocol === "blob:") return isAppUrl(pathname);
  if (isAppUrl(url) || localSchemes.has(protocol)) return true;
  if (devServer === null) return false;
  const server = new URL(devServer);
  return host === server.host && (protocol === server.protocol || protocol === server.protocol.replace("http", "ws"));
}
