import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useState } from "react";
import type { AppErrorValue } from "../../shared/errors.ts";
import { sameProducts, type TaggedProduct } from "../../shared/model/product.ts";
import { errorValueOf } from "../bridge/client.ts";
import { callQuery } from "../state/call-query.ts";
import { useServices } from "../state/services.tsx";
import { type LibraryItem, ownsDetails } from "./library-items.ts";
import { useItemActions } from "./use-item-actions.ts";

const productsQuery = (videoId: string) => callQuery("library.products", { videoId });

/** The products of an item, and how to change them. */
export interface ItemProducts {
  /** Null while they are read, or where they cannot be. */
  readonly products: readonly TaggedProduct[] | null;
  readonly error: AppErrorValue | null;
  change(products: TaggedProduct[]): void;
  /** Asks again. */
  refresh(): void;
}

/** The list that was sent last, shown until the row has it: the next change is to begin with it. */
function useSent(key: string, stored: readonly TaggedProduct[]) {
  const [sent, setSent] = useState<{ key: string; products: readonly TaggedProduct[] } | null>(null);
  const isOutdated = sent !== null && (sent.key !== key || sameProducts(sent.products, stored));
  useEffect(() => {
    if (isOutdated) setSent(null);
  }, [isOutdated]);
  return { shown: sent === null || isOutdated ? stored : sent.products, setSent };
}

/**
 * Until BigGo has an upload's details its row has the products; a video's are read with their ids before they are
 * changed.
 */
export function useItemProducts(item: LibraryItem): ItemProducts {
  const { toasts } = useServices();
  const cache = useQueryClient();
  const actions = useItemActions();
  const own = ownsDetails(item);
  const videoId = own ? null : (item.video?.videoId ?? null);
  const isFromHere = item.upload !== null && item.upload.state.phase !== "duplicate";
  const savedList = isFromHere ? item.upload?.details.products : undefined;
  const query = useQuery({
    ...productsQuery(videoId ?? ""),
    enabled: videoId !== null,
    // The list is what a change replaces: it is asked for whenever an editor opens.
    staleTime: 0,
    retry: false,
    // The row's list was saved a moment ago: whoever is choosing products goes on choosing.
    ...(savedList === undefined ? {} : { placeholderData: [...savedList] }),
  });
  const { shown, setSent } = useSent(item.key, item.upload?.details.products ?? []);
  const refresh = useCallback(() => {
    if (videoId !== null) void cache.invalidateQueries({ queryKey: productsQuery(videoId).queryKey });
  }, [cache, videoId]);
  const change = (products: TaggedProduct[]) => {
    // A list replaces the other whole: what was in it that nobody saw here must not go with it.
    const seen = query.data === undefined ? {} : { products: [...query.data] };
    if (videoId !== null) {
      void cache.cancelQueries({ queryKey: productsQuery(videoId).queryKey });
      cache.setQueryData(productsQuery(videoId).queryKey, products);
    } else setSent({ key: item.key, products });
    actions.edit(item, { products }, own ? {} : seen).catch((thrown: unknown) => {
      toasts.addThrown(thrown);
      setSent(null);
      refresh();
    });
  };
  if (own) return { products: shown, error: null, change, refresh };
  const error = query.error === null ? null : errorValueOf(query.error);
  return { products: query.data ?? null, error, change, refresh };
}
