import { useState } from "react";
import { awaitsNetwork } from "../../state/reachability.ts";
import { useServices } from "../../state/services.tsx";

/** Reconnects the account, then syncs the library and retries uploads that wait for the network. */
export function useReconnect(): { busy: boolean; reconnect: () => void } {
  const { client, toasts, uploads } = useServices();
  const [busy, setBusy] = useState(false);
  const reconnect = async () => {
    if (busy) return;
    setBusy(true);
    try {
      const account = await client.call("account.reconnect");
      if (account.status !== "connected") return;
      const waiting = [...uploads.getState().uploads.values()].filter(awaitsNetwork);
      const retries = waiting.map(({ id }) => client.call("uploads.retry", { id }));
      await Promise.all([client.call("library.sync"), ...retries]);
    } catch (thrown) {
      toasts.addThrown(thrown);
    } finally {
      setBusy(false);
    }
  };
  return { busy, reconnect: () => void reconnect() };
}
