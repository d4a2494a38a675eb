import { isLoopback } from "../account/endpoint.ts";
import { type NetworkWatch, watchNetwork } from "../desktop/network.ts";
import type { SessionParts } from "./compose-session.ts";
import type { Workspace } from "./compose-workspace.ts";

/** Holds the queue while offline, and resumes queue, library and account when the network returns. */
export function composeNetwork(account: SessionParts, log: (line: string) => void): NetworkWatch {
  return watchNetwork({
    onChange(online) {
      log(`network ${online ? "online" : "offline"}`);
      const workspace = account.workspace();
      // A BigGo on this computer (practice mode) needs no network.
      if (workspace === null || isLoopback(workspace.baseUrl)) return;
      workspace.engine.setOnline(online);
      if (!online) return;
      if (!workspace.readOnly) workspace.library.resume();
      if (account.session.state().status === "unverified") void account.session.reconnect();
    },
    onSleep() {
      log("computer sleeps");
      account.workspace()?.engine.slept();
    },
  });
}

/** Applies the current network state to a workspace that was just opened: the watch reports changes only. */
export function applyNetwork(workspace: Workspace, network: NetworkWatch): void {
  if (!isLoopback(workspace.baseUrl) && !network.isOnline()) workspace.engine.setOnline(false);
}
