import { useLibraryItems } from "./use-library-items.ts";

/** How many videos the library holds, what is on its way included. */
export function useLibraryCount(): number {
  return useLibraryItems().all.length;
}
