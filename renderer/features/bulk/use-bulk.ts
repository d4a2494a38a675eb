import { useQuery } from "@tanstack/react-query";
import { callQuery } from "../../state/call-query.ts";

/** The bulk jobs, newest first. */
export function useBulkJobs() {
  return useQuery(callQuery("bulk.jobs"));
}

/** The state of each video of a bulk job. */
export function useBulkItems(id: string) {
  return useQuery(callQuery("bulk.items", { id }));
}
