import { useQuery } from "@tanstack/react-query";
import type { TagHealthReport } from "../../shared/model/product.ts";
import { useServices } from "./services.tsx";

/** Which products on own videos need somebody. */
export function useTagHealth(): TagHealthReport | undefined {
  const { client } = useServices();
  return useQuery({ queryKey: ["products.health"], queryFn: () => client.call("products.health") }).data;
}
