import { net, powerMonitor, type Session } from "electron";

const schemeOfProxy: Record<string, string> = {
  PROXY: "http",
  HTTPS: "https",
  SOCKS: "socks5",
  SOCKS5: "socks5",
  SOCKS4: "socks5",
};

/** Resolves the system's (or a PAC file's) proxy for a URL as `scheme://host:port`; null for a direct connection. */
export function createProxyResolver(session: Session): (url: string) => Promise<string | null> {
  return async (url) => {
    const [first = "DIRECT"] = (await session.resolveProxy(url)).split(";");
    const [kind, host] = first.trim().split(/\s+/);
    if (host === undefined) return null;
    return `${schemeOfProxy[kind ?? ""] ?? "http"}://${host}`;
  };
}

interface NetworkListeners {
  onChange: (online: boolean) => void;
  onSleep: () => void;
}

/** How often the system is polled for a network, ms: work resumes within this time after it returns. */
const pollMs = 2000;

/** Watches the network. */
export interface NetworkWatch {
  /** The state that was reported last. */
  isOnline(): boolean;
  stop(): void;
}

/** Reports when the network goes or returns, and when the computer sleeps. */
export function watchNetwork({ onChange, onSleep }: NetworkListeners): NetworkWatch {
  let online = net.isOnline();
  onChange(online);
  const timer = setInterval(() => {
    const now = net.isOnline();
    if (now === online) return;
    online = now;
    onChange(online);
  }, pollMs);
  const onResume = () => {
    online = net.isOnline();
    onChange(online);
  };
  powerMonitor.on("suspend", onSleep);
  powerMonitor.on("resume", onResume);
  return {
    isOnline: () => online,
    stop() {
      clearInterval(timer);
      powerMonitor.off("suspend", onSleep);
      powerMonitor.off("resume", onResume);
    },
  };
}
