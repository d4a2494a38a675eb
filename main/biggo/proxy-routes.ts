import { connect } from "node:net";
import { BigGoError } from "./biggo-error.ts";

/** A proxy (`http://host:port`, `https://…`, `socks5://…`, `socks4://…`), or null for a direct connection. */
export type Route = string | null;

/** The routes to try for a URL, in order; at least one. */
export type ResolveProxy = (url: string) => Promise<readonly Route[]>;

export interface ProxyRoutesDeps {
  resolveProxy: ResolveProxy;
  /** How long a proxy may take to accept a connection before the next one is tried, ms. */
  connectMs: number;
  /** Monotonic ms. */
  monotonicNow: () => number;
}

/** Chooses among the proxies of a URL, as browsers do. */
export interface ProxyRoutes {
  /** The first route that works. Throws BigGoError `proxy` when only SOCKS4 is left, which is not supported. */
  choose(url: string): Promise<Route>;
  /** Notes that a route failed with this error. */
  failed(route: Route, error: unknown): void;
}

/** How long a proxy that did not answer is tried after all others, ms (as Chromium does). */
const badForMs = 300_000;
/** How long a proxy that answered is used without asking again, ms. */
const goodForMs = 30_000;

const defaultPorts: Readonly<Record<string, number>> = { "http:": 80, "https:": 443 };
const socksPort = 1080;

function accepts(proxy: string, timeoutMs: number): Promise<boolean> {
  const { protocol, hostname, port } = new URL(proxy);
  const host = hostname.replace(/^\[|\]$/g, "");
  return new Promise((resolve) => {
    const socket = connect({ host, port: Number(port) || (defaultPorts[protocol] ?? socksPort), timeout: timeoutMs });
    const end = (accepted: boolean) => {
      socket.destroy();
      resolve(accepted);
    };
    socket.once("connect", () => end(true));
    socket.once("error", () => end(false));
    socket.once("timeout", () => end(false));
  });
}

const isSupported = (route: Route) => route === null || !route.startsWith("socks4:");

/** Creates the choice. */
export function createProxyRoutes({ resolveProxy, connectMs, monotonicNow }: ProxyRoutesDeps): ProxyRoutes {
  const badUntilMs = new Map<Route, number>();
  const goodUntilMs = new Map<Route, number>();

  const isBad = (route: Route) => (badUntilMs.get(route) ?? 0) > monotonicNow();
  const markBad = (route: Route) => {
    goodUntilMs.delete(route);
    badUntilMs.set(route, monotonicNow() + badForMs);
  };

  const works = async (route: Route): Promise<boolean> => {
    if (route === null || (goodUntilMs.get(route) ?? 0) > monotonicNow()) return true;
    if (!(await accepts(route, connectMs))) {
      markBad(route);
      return false;
    }
    badUntilMs.delete(route);
    goodUntilMs.set(route, monotonicNow() + goodForMs);
    return true;
  };

  return {
    async choose(url) {
      const usable = (await resolveProxy(url)).filter(isSupported);
      const [first] = usable;
      if (first === undefined) {
        throw new BigGoError("proxy", "SOCKS4 proxies are not supported", { systemCode: "SOCKS4" });
      }
      // Without an alternative, the connection itself shows whether the proxy works.
      if (usable.length === 1) return first;
      const ordered = [...usable.filter((route) => !isBad(route)), ...usable.filter(isBad)];
      for (const route of ordered) if (await works(route)) return route;
      return first;
    },
    failed(route, error) {
      if (route === null || !(error instanceof BigGoError)) return;
      goodUntilMs.delete(route);
      const isUnsupported = error.kind === "proxy" && !error.isProxySignIn;
      if (isUnsupported) markBad(route);
    },
  };
}
