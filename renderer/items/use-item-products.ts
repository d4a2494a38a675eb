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

/** The products of an item, with the operations on them. */
export interface ItemProducts {
  /** Null while loading or after an error. */
  readonly products: readonly TaggedProduct[] | null;
  readonly error: AppErrorValue | null;
  change(products: TaggedProduct[]): void;
  /** Reloads the products. */
  refresh(): void;
}

/** Shows the list sent last until the upload's row contains it, so that the next change starts from it. */
function useLastSent(key: string, stored: readonly TaggedProduct[]) {
  const [sent, setSent] = useState<{ key: string; products: readonly TaggedProduct[] } | null>(null);
  const isOutdated = sent !== null && (sent.key !== key || sameProducts(sent.products, stored));
  useEffect(() => {
    if (isOutdated) setSent(null);
  }, [isOutdated]);
  return { shown: sent === null || isOutdated ? stored : sent.products, setSent };
}

/**
 * Until BigGo has saved an upload's details, the products are those of its row. A video's products are loaded first,
 * because a change needs their ids.
 */
export function useItemProducts(item: LibraryItem): ItemProducts {
  const { toasts } = useServices();
  const cache = useQueryClient();
  const actions = useItemActions();
  const own = ownsDetails(item);
  const videoId = own ? null : (item.video?.videoId ?? null);
  const isUploadedHere = item.upload !== null && item.upload.state.phase !== "duplicate";
  const savedList = isUploadedHere ? item.upload?.details.products : undefined;
  const query = useQuery({
    ...productsQuery(videoId ?? ""),
    enabled: videoId !== null,
    // A change replaces the whole list, so it is reloaded whenever an editor opens.
    staleTime: 0,
    retry: false,
    // The row's list has just been saved: it is shown meanwhile, so that the user can keep choosing products.
    ...(savedList === undefined ? {} : { placeholderData: [...savedList] }),
  });
  const { shown, setSent } = useLastSent(item.key, item.upload?.details.products ?? []);
  const refresh = useCallback(() => {
    if (videoId !== null) void cache.invalidateQueries({ queryKey: productsQuery(videoId).queryKey });
  }, [cache, videoId]);
  const change = (products: TaggedProduct[]) => {
    // The new list replaces the old one: `seen` keeps products that were added elsewhere from being lost.
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
