import type { Route } from "../biggo/proxy-routes.ts";

const schemeOf: Readonly<Record<string, string>> = {
  PROXY: "http",
  HTTP: "http",
  HTTPS: "https",
  // A PAC file's "SOCKS" leaves the version open; nearly all such proxies speak 5 as well.
  SOCKS: "socks5",
  SOCKS5: "socks5",
  SOCKS4: "socks4",
};

/**
 * The routes of a list as a PAC file and `session.resolveProxy` write it (`PROXY host:port; SOCKS5 host:port; DIRECT`),
 * in its order. What cannot be understood is left out; an empty list means a direct connection.
 */
export function parseProxyList(list: string): Route[] {
  const routes = list.split(";").flatMap((entry): Route[] => {
    const [kind = "", host] = entry.trim().split(/\s+/);
    if (kind.toUpperCase() === "DIRECT") return [null];
    const scheme = schemeOf[kind.toUpperCase()];
    const route = `${scheme}://${host}`;
    return scheme === undefined || host === undefined || !URL.canParse(route) ? [] : [route];
  });
  return routes.length === 0 ? [null] : routes;
}
