import { useEffect, useMemo, useState } from "react";
import { useLibrary, useServices } from "../../state/services.tsx";

/** The ids of the videos that a search finds; what was found last until the next answer. Null: nothing is searched. */
export function useFound(search: string): ReadonlySet<string> | null {
  const { client, toasts } = useServices();
  // Texts change with the library: what was found may not be any more.
  const videos = useLibrary((state) => state.videos);
  const [found, setFound] = useState<ReadonlySet<string> | null>(null);
  const text = search.trim();
  const asked = useMemo(() => ({ text, videos }), [text, videos]);
  useEffect(() => {
    if (asked.text === "") return setFound(null);
    let outdated = false;
    client.call("library.search", { text: asked.text }).then(({ videoIds }) => {
      if (!outdated) setFound(new Set(videoIds));
    }, toasts.addThrown);
    return () => {
      outdated = true;
    };
  }, [client, toasts, asked]);
  return text === "" ? null : found;
}
