import { net, powerMonitor, type Session } from "electron";
import type { ResolveProxy } from "../biggo/proxy-routes.ts";
import { createNetworkState, type NetworkState } from "./network-state.ts";
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
export interface NetworkWatch extends Pick<NetworkState, "isOnline" | "reached"> {
  stop(): void;
}

/** Reports when the network goes or returns, and when the computer sleeps. */
export function watchNetwork({ onChange, onSleep }: NetworkListeners): NetworkWatch {
  const state = createNetworkState({ isOnline: () => net.isOnline(), onChange });
  const timer = setInterval(state.poll, pollMs);
  powerMonitor.on("suspend", onSleep);
  powerMonitor.on("resume", state.report);
  return {
    isOnline: state.isOnline,
    reached: state.reached,
    stop() {
      clearInterval(timer);
      powerMonitor.off("suspend", onSleep);
      powerMonitor.off("resume", state.report);
    },
  };
}
