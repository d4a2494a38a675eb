import { QueryClient } from "@tanstack/react-query";
import type { CallName } from "../../shared/ipc/contract.ts";
import { type Client, errorValueOf } from "../bridge/client.ts";

const maxRetries = 2;

/** Creates the cache of what main answered. Its keys are made by `callQuery`. */
export function createQueryClient(client: Pick<Client, "call">): QueryClient {
  const call = client.call as (name: CallName, ...input: unknown[]) => Promise<unknown>;
  return new QueryClient({
    defaultOptions: {
      queries: {
        queryFn: ({ queryKey: [name, ...input] }) => call(name as CallName, ...input),
        // Main runs on this computer and publishes every change, so nothing goes stale and focus is no reason to refetch.
        staleTime: Number.POSITIVE_INFINITY,
        refetchOnWindowFocus: false,
        networkMode: "always",
        // A refusal would be the same the next time.
        retry: (failures, thrown) => failures < maxRetries && errorValueOf(thrown).retryable,
      },
    },
  });
}
