interface NetworkStateDeps {
  /** What the system says. */
  isOnline: () => boolean;
  onChange: (online: boolean) => void;
}

/** Whether there is a network: what the system says, unless BigGo has answered in spite of it. */
export interface NetworkState {
  isOnline(): boolean;
  /** Asks the system, and reports a change. */
  poll(): void;
  /** Reports the current state, changed or not: connections may have been lost meanwhile. */
  report(): void;
  /**
   * BigGo has answered. A system that says there is no network is wrong then (virtual adapters, some VPNs), and is not
   * believed until it has seen the network itself.
   */
  reached(): void;
}

/** Creates it, and reports the state it begins with. */
export function createNetworkState({ isOnline, onChange }: NetworkStateDeps): NetworkState {
  let wasReached = false;
  let online = isOnline();
  const ask = () => {
    const system = isOnline();
    if (system) wasReached = false;
    return system || wasReached;
  };
  const report = () => {
    online = ask();
    onChange(online);
  };
  const poll = () => {
    if (ask() !== online) report();
  };
  onChange(online);
  return {
    isOnline: () => online,
    poll,
    report,
    reached() {
      wasReached = true;
      poll();
    },
  };
}
