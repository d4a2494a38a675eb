import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import type { AppErrorValue } from "../../../shared/errors.ts";
import type { TaggedProduct } from "../../../shared/model/product.ts";
import { errorValueOf } from "../../bridge/client.ts";
import { useServices } from "../../state/services.tsx";
import { belongsToRow, type LibraryItem } from "../library/library-items.ts";
import { useItemActions } from "../library/use-item-actions.ts";

const productsKey = (videoId: string) => ["library.products", videoId] as const;

/** The products of an item, and how to change them. */
export interface ItemProducts {
  /** Null while they are read, or where they cannot be. */
  readonly products: readonly TaggedProduct[] | null;
  readonly error: AppErrorValue | null;
  change(products: TaggedProduct[]): void;
  /** Asks again. */
  refresh(): void;
}

/** Until BigGo has an upload's details its row has the products; a video's are read with their ids before they are changed. */
export function useItemProducts(item: LibraryItem): ItemProducts {
  const { client, toasts } = useServices();
  const cache = useQueryClient();
  const actions = useItemActions();
  const own = belongsToRow(item);
  const videoId = own ? null : (item.video?.videoId ?? null);
  const query = useQuery({
    queryKey: productsKey(videoId ?? ""),
    queryFn: () => client.call("library.products", { videoId: videoId ?? "" }),
    enabled: videoId !== null,
    // The list is what a change replaces: it is asked for whenever an editor opens.
    staleTime: 0,
    retry: false,
  });
  const refresh = useCallback(() => {
    if (videoId !== null) void cache.invalidateQueries({ queryKey: productsKey(videoId) });
  }, [cache, videoId]);
  const change = (products: TaggedProduct[]) => {
    if (videoId !== null) {
      void cache.cancelQueries({ queryKey: productsKey(videoId) });
      cache.setQueryData(productsKey(videoId), products);
    }
    actions.edit(item, { products }).catch((thrown: unknown) => {
      toasts.addThrown(thrown);
      refresh();
    });
  };
  if (own) return { products: item.upload?.details.products ?? [], error: null, change, refresh };
  const error = query.error === null ? null : errorValueOf(query.error);
  return { products: query.data ?? null, error, change, refresh };
}
