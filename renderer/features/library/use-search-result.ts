import { useEffect, useMemo, useState } from "react";
import type { SearchResult } from "../../items/filter-items.ts";
import { useLibrary, useServices } from "../../state/services.tsx";

/** The result of a search; the previous one until main responds. Null without a search text. */
export function useSearchResult(search: string): SearchResult | null {
  const { client, toasts } = useServices();
  // Search again when the library changes, because its texts may have changed.
  const videos = useLibrary((state) => state.videos);
  const [result, setResult] = useState<SearchResult | null>(null);
  const text = search.trim();
  const request = useMemo(() => ({ text, videos }), [text, videos]);
  useEffect(() => {
    if (request.text === "") return setResult(null);
    let outdated = false;
    client.call("library.search", { text: request.text }).then(({ videoIds }) => {
      if (!outdated) setResult({ text: request.text, videoIds: new Set(videoIds) });
    }, toasts.addThrown);
    return () => {
      outdated = true;
    };
  }, [client, toasts, request]);
  return text === "" ? null : result;
}
