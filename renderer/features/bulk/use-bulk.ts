import { useQuery } from "@tanstack/react-query";
import type { BulkItem, BulkJob } from "../../../shared/model/bulk.ts";
import { useServices } from "../../state/services.tsx";

/** The changes of many videos, the last ones first. */
export function useBulkJobs(): readonly BulkJob[] {
  const { client } = useServices();
  return useQuery({ queryKey: ["bulk.jobs"], queryFn: () => client.call("bulk.jobs") }).data ?? [];
}

/** Where each video of a change stands. */
export function useBulkItems(id: string): readonly BulkItem[] {
  const { client } = useServices();
  return useQuery({ queryKey: ["bulk.items", id], queryFn: () => client.call("bulk.items", { id }) }).data ?? [];
}
