import { useQuery } from "@tanstack/react-query";
import type { Template } from "../../shared/model/template.ts";
import { useServices } from "./services.tsx";

/** The templates. */
export function useTemplates(): readonly Template[] {
  const { client } = useServices();
  return useQuery({ queryKey: ["templates.list"], queryFn: () => client.call("templates.list") }).data ?? [];
}
