import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import type { Replacement, TagHealthReport } from "../../../shared/model/replacement.ts";
import { useServices } from "../../state/services.tsx";

const keys = { health: ["products.health"], runs: ["products.replacements"] } as const;

/** Asks again for what hangs on products whenever main says that something about them changed. */
function useFreshProducts(): void {
  const { client } = useServices();
  const cache = useQueryClient();
  useEffect(
    () =>
      client.on("products.changed", () => {
        for (const queryKey of Object.values(keys)) void cache.invalidateQueries({ queryKey });
      }),
    [client, cache],
  );
}

/** Which products on own videos need somebody. */
export function useTagHealth(): TagHealthReport | undefined {
  const { client } = useServices();
  useFreshProducts();
  return useQuery({ queryKey: keys.health, queryFn: () => client.call("products.health") }).data;
}

/** The last replacements. */
export function useReplacements(): readonly Replacement[] {
  const { client } = useServices();
  return useQuery({ queryKey: keys.runs, queryFn: () => client.call("products.replacements") }).data ?? [];
}
