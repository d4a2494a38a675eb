import { net, powerMonitor, type Session } from "electron";
import type { ResolveProxy } from "../biggo/proxy-routes.ts";
import { parseProxyList } from "./proxy-list.ts";

/** Resolves the system's (or a PAC file's) proxies for a URL, in the order in which they are to be tried. */
export function createProxyResolver(session: Session): ResolveProxy {
  return async (url) => parseProxyList(await session.resolveProxy(url));
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
