import { type QueryClient, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import type { CallName, CallOutput } from "../../shared/ipc/contract.ts";
import type { AccountState } from "../../shared/model/account.ts";
import type { Settings, SettingsPatch } from "../../shared/model/settings.ts";
import type { Client } from "../bridge/client.ts";
import { callKey, callQuery } from "./call-query.ts";
import { useServices } from "./services.tsx";

const accountKey = callQuery("account.get").queryKey;
const settingsKey = callQuery("settings.get").queryKey;
/** Calls about the app itself: their results outlive a change of account. */
const appCalls = new Set<unknown>([
  "app.info",
  "account.get",
  "settings.get",
  "proxy.question",
  "proxy.signIns",
] satisfies CallName[]);

/** Calls to repeat when main reports a change of products. */
const productCalls = ["products.health", "products.sets", "templates.list"] as const;
/** Calls to repeat when main reports progress of a bulk job. */
const bulkCalls = ["bulk.jobs", "bulk.items"] as const;

/** The app's version, platform and locales. Requested once. */
export function useAppInfo(): CallOutput<"app.info"> | undefined {
  return useQuery(callQuery("app.info")).data;
}

/** How this computer keeps secrets; undefined until its keyring has answered. */
export function useSecretStorage(): CallOutput<"account.secretStorage"> | undefined {
  return useQuery(callQuery("account.secretStorage")).data;
}

/** The state of the account; undefined until main has answered. */
export function useAccount(): AccountState | undefined {
  return useQuery(callQuery("account.get")).data;
}

/** The preferences; undefined until main has answered. */
export function useSettings(): Settings | undefined {
  return useQuery(callQuery("settings.get")).data;
}

/** Changes preferences optimistically; when main refuses, the stored ones are shown again. */
export function useChangeSettings(): (patch: SettingsPatch) => void {
  const { client, toasts } = useServices();
  const cache = useQueryClient();
  return (patch) => {
    cache.setQueryData<Settings>(settingsKey, (before) => before && ({ ...before, ...patch } as Settings));
    client.call("settings.set", patch).then(
      (settings) => cache.setQueryData(settingsKey, settings),
      (thrown) => {
        toasts.addThrown(thrown);
        void cache.invalidateQueries({ queryKey: settingsKey });
      },
    );
  };
}

function userIdOf(state: AccountState | undefined): string | null {
  return state !== undefined && "account" in state ? state.account.userid : null;
}

/** Drops every result that belongs to an account's workspace. */
function resetWorkspace(cache: QueryClient): void {
  void cache.resetQueries({ predicate: ({ queryKey: [name] }) => !appCalls.has(name) });
}

/** Stores an account state that a call returned. */
export function setAccount(cache: QueryClient, state: AccountState): void {
  if (userIdOf(state) !== userIdOf(cache.getQueryData(accountKey))) resetWorkspace(cache);
  cache.setQueryData(accountKey, state);
}

/** Keeps the cache in sync with what main publishes. */
export function useServerTopics(client: Client): void {
  const cache = useQueryClient();
  useEffect(() => {
    const unsubscribe = [
      client.on("account.changed", (state) => setAccount(cache, state)),
      client.on("settings.changed", (settings) => cache.setQueryData(settingsKey, settings)),
      client.on("products.changed", ({ videoIds }) => {
        const lists = videoIds.map((videoId) => callKey("library.products", { videoId }));
        for (const queryKey of [...productCalls.map((name) => callKey(name)), ...lists]) {
          void cache.invalidateQueries({ queryKey });
        }
      }),
      client.on("watch.changed", () => void cache.invalidateQueries({ queryKey: callKey("watch.list") })),
      client.on("bulk.changed", () => {
        for (const name of bulkCalls) void cache.invalidateQueries({ queryKey: callKey(name) });
      }),
    ];
    return () => {
      for (const stop of unsubscribe) stop();
    };
  }, [cache, client]);
}
