import { type QueryClient, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import type { CallOutput } from "../../shared/ipc/contract.ts";
import type { AccountState } from "../../shared/model/account.ts";
import type { Settings, SettingsPatch } from "../../shared/model/settings.ts";
import type { Client } from "../bridge/client.ts";
import { useServices } from "./services.tsx";

const keys = { info: ["app.info"], account: ["account.get"], settings: ["settings.get"] } as const;

/** What hangs on products: asked again whenever main says that something about them changed. */
const productKeys = [["products.health"], ["products.sets"], ["templates.list"]];
/** What hangs on changes of many videos. */
const bulkKeys = [["bulk.jobs"], ["bulk.items"]];

/** What the app knows of its computer. Asked once. */
export function useAppInfo(): CallOutput<"app.info"> | undefined {
  const { client } = useServices();
  return useQuery({ queryKey: keys.info, queryFn: () => client.call("app.info") }).data;
}

/** Who is connected. */
export function useAccount(): AccountState | undefined {
  const { client } = useServices();
  return useQuery({ queryKey: keys.account, queryFn: () => client.call("account.get") }).data;
}

/** The preferences. */
export function useSettings(): Settings | undefined {
  const { client } = useServices();
  return useQuery({ queryKey: keys.settings, queryFn: () => client.call("settings.get") }).data;
}

/** Changes preferences: seen at once, put back as main has them when it refuses. */
export function useChangeSettings(): (patch: SettingsPatch) => void {
  const { client, toasts } = useServices();
  const cache = useQueryClient();
  return (patch) => {
    cache.setQueryData<Settings>(keys.settings, (before) => before && ({ ...before, ...patch } as Settings));
    client.call("settings.set", patch).then(
      (settings) => cache.setQueryData(keys.settings, settings),
      (thrown) => {
        toasts.addThrown(thrown);
        void cache.invalidateQueries({ queryKey: keys.settings });
      },
    );
  };
}

function userIdOf(state: AccountState | undefined): string | null {
  return state !== undefined && "account" in state ? state.account.userid : null;
}

/** Everything asked of an account's workspace; what is known of the app, the account and the preferences stays. */
function forgetLibrary(cache: QueryClient): void {
  const kept = new Set<string>(Object.values(keys).flat());
  const isOfLibrary = ({ queryKey: [name] }: { queryKey: readonly unknown[] }) => !kept.has(String(name));
  void cache.resetQueries({ predicate: isOfLibrary });
}

/** Takes over an account state that a call answered with. */
export function setAccount(cache: QueryClient, state: AccountState): void {
  // What is known of another account's library is nothing to this one.
  if (userIdOf(state) !== userIdOf(cache.getQueryData(keys.account))) forgetLibrary(cache);
  cache.setQueryData(keys.account, state);
}

/** Keeps the cache in step with what main publishes. */
export function useServerTopics(client: Client): void {
  const cache = useQueryClient();
  useEffect(() => {
    const unsubscribe = [
      client.on("account.changed", (state) => setAccount(cache, state)),
      client.on("settings.changed", (settings) => cache.setQueryData(keys.settings, settings)),
      client.on("products.changed", ({ videoIds }) => {
        const lists = videoIds.map((videoId) => ["library.products", videoId]);
        for (const queryKey of [...productKeys, ...lists]) void cache.invalidateQueries({ queryKey });
      }),
      client.on("watch.changed", () => void cache.invalidateQueries({ queryKey: ["watch.list"] })),
      client.on("bulk.changed", () => {
        for (const queryKey of bulkKeys) void cache.invalidateQueries({ queryKey });
      }),
    ];
    return () => {
      for (const stop of unsubscribe) stop();
    };
  }, [cache, client]);
}
