import { useEffect, useMemo, useState } from "react";
import type { Found } from "../../items/filter-items.ts";
import { useLibrary, useServices } from "../../state/services.tsx";

/** What a search finds; what was found last until the next answer. Null: nothing is searched. */
export function useFound(search: string): Found | null {
  const { client, toasts } = useServices();
  // Texts change with the library: what was found may not be any more.
  const videos = useLibrary((state) => state.videos);
  const [found, setFound] = useState<Found | null>(null);
  const text = search.trim();
  const asked = useMemo(() => ({ text, videos }), [text, videos]);
  useEffect(() => {
    if (asked.text === "") return setFound(null);
    let outdated = false;
    client.call("library.search", { text: asked.text }).then(({ videoIds }) => {
      if (!outdated) setFound({ text: asked.text, videoIds: new Set(videoIds) });
    }, toasts.addThrown);
    return () => {
      outdated = true;
    };
  }, [client, toasts, asked]);
  return text === "" ? null : found;
}
