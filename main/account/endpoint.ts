import { AppError } from "../../shared/errors.ts";
import { biggoHosts } from "../biggo/index.ts";

const loopbackHosts = new Set(["localhost", "127.0.0.1", "[::1]"]);

/** Whether a URL points to this computer. */
export function isLoopback(url: string): boolean {
  const { hostname } = new URL(url);
  return loopbackHosts.has(hostname);
}

/**
 * The API's base URL without a trailing slash: BigGo's host, or `BIGGO_API_URL`. The override must be https, or http on
 * loopback, so that a key never crosses a network unencrypted; throws AppError `invalid-input` otherwise.
 */
export function resolveApiUrl(override: string | undefined): string {
  if (override === undefined || override === "") return biggoHosts.api;
  if (!URL.canParse(override)) throw new AppError("invalid-input", `BIGGO_API_URL is not a URL: ${override}`);
  const url = new URL(override);
  const safe = url.protocol === "https:" || (url.protocol === "http:" && isLoopback(override));
  if (!safe) throw new AppError("invalid-input", "BIGGO_API_URL must be https, or http on this computer");
  return `${url.origin}${url.pathname.replace(/\/+$/, "")}`;
}
