import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import type { Template } from "../../../shared/model/template.ts";
import { useServices } from "../../state/services.tsx";

const templatesKey = ["templates.list"] as const;

/** The templates, kept in step with main. */
export function useTemplates(): readonly Template[] {
  const { client } = useServices();
  const cache = useQueryClient();
  useEffect(
    () => client.on("products.changed", () => void cache.invalidateQueries({ queryKey: templatesKey })),
    [client, cache],
  );
  return useQuery({ queryKey: templatesKey, queryFn: () => client.call("templates.list"), staleTime: 0 }).data ?? [];
}
