import { useMemo } from "react";
import { countLibraryItems } from "../items/library-items.ts";
import { useLibrary, useUploads } from "../state/services.tsx";

/** The number of items in the library, unpublished uploads included. */
export function useLibraryCount(): number {
  const videos = useLibrary((state) => state.videos);
  const gone = useLibrary((state) => state.gone);
  const uploads = useUploads((state) => state.uploads);
  const arrivals = useUploads((state) => state.arrivals);
  const unread = useLibrary((state) => state.unread);
  const read = useMemo(() => countLibraryItems({ videos, gone, uploads, arrivals }), [videos, gone, uploads, arrivals]);
  return read + unread;
}
