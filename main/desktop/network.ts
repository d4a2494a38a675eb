import { net, powerMonitor, type Session } from "electron";

/** The proxy that the system (or a PAC file) names for a URL, as `http://host:port`; null for a direct connection. */
export function createProxyResolver(session: Session): (url: string) => Promise<string | null> {
  return async (url) => {
    const [first = "DIRECT"] = (await session.resolveProxy(url)).split(";");
    const [kind, host] = first.trim().split(/\s+/);
    if (host === undefined) return null;
    if (kind === "PROXY") return `http://${host}`;
    return kind === "HTTPS" ? `https://${host}` : null;
  };
}

/** How often the system is asked whether there is a network, ms: within this time work goes on after it is back. */
const pollMs = 2000;

/** Tells when the network goes and comes, and when the computer wakes. Returns the function that ends the watch. */
export function watchNetwork(onChange: (online: boolean) => void): () => void {
  let online = net.isOnline();
  onChange(online);
  const timer = setInterval(() => {
    const now = net.isOnline();
    if (now === online) return;
    online = now;
    onChange(online);
  }, pollMs);
  const onResume = () => onChange(net.isOnline());
  powerMonitor.on("resume", onResume);
  return () => {
    clearInterval(timer);
    powerMonitor.off("resume", onResume);
  };
}
