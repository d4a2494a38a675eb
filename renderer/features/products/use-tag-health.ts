import { useQuery } from "@tanstack/react-query";
import type { Replacement, TagHealthReport } from "../../../shared/model/replacement.ts";
import { useServices } from "../../state/services.tsx";

/** Which products on own videos need somebody. */
export function useTagHealth(): TagHealthReport | undefined {
  const { client } = useServices();
  return useQuery({ queryKey: ["products.health"], queryFn: () => client.call("products.health") }).data;
}

/** The last replacements. */
export function useReplacements(): readonly Replacement[] {
  const { client } = useServices();
  return (
    useQuery({ queryKey: ["products.replacements"], queryFn: () => client.call("products.replacements") }).data ?? []
  );
}
