import { useMemo } from "react";
import { countAll } from "../items/library-items.ts";
import { useLibrary, useUploads } from "../state/services.tsx";

/** How many videos the library holds, what is on its way included. */
export function useLibraryCount(): number {
  const videos = useLibrary((state) => state.videos);
  const gone = useLibrary((state) => state.gone);
  const uploads = useUploads((state) => state.uploads);
  const arrivals = useUploads((state) => state.arrivals);
  return useMemo(() => countAll({ videos, gone, uploads, arrivals }), [videos, gone, uploads, arrivals]);
}
