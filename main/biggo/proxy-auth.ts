import type { ProxyChallenge } from "./proxy-challenge.ts";

/** What the user signs in to a proxy with. */
export interface ProxyCredentials {
  username: string;
  password: string;
}

/** The sign-ins to proxies. A proxy is named as by {@link originOfProxy}. */
export interface ProxyAuth {
  /** What to sign in with; null: nothing is known, or the proxy has refused it. The same object until it changes. */
  credentialsFor(proxy: string): ProxyCredentials | null;
  /** The proxy asks to sign in. `sent`: what it was sent, and refuses. */
  asked(proxy: string, challenge: ProxyChallenge, sent: ProxyCredentials | null): void;
}

/** No sign-ins. */
export const noProxyAuth: ProxyAuth = { credentialsFor: () => null, asked: () => {} };

const defaultPorts: Readonly<Record<string, string>> = { "http:": "80", "https:": "443" };
const socksPort = "1080";

/** Scheme, host and port of a proxy, always with the port: what its credentials belong to. */
export function originOfProxy(proxy: string): string {
  const { protocol, hostname, port } = new URL(proxy);
  return `${protocol}//${hostname.toLowerCase()}:${port || (defaultPorts[protocol] ?? socksPort)}`;
}

/** The value of `Proxy-Authorization` (RFC 7617). */
export function basicAuthorization({ username, password }: ProxyCredentials): string {
  return `Basic ${Buffer.from(`${username}:${password}`, "utf8").toString("base64")}`;
}
