import { useInfiniteQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useState } from "react";
import type { AppErrorValue } from "../../../shared/errors.ts";
import { type FoundProduct, type ProductAnswer, productKey } from "../../../shared/model/product.ts";
import { errorValueOf } from "../../bridge/client.ts";
import { callPages } from "../../state/call-query.ts";
import { useServices } from "../../state/services.tsx";

/** Typing pause before a search is sent, ms. */
const debounceMs = 250;

/** The text, debounced; unchanged during IME composition. */
function useDebounced(text: string, composing: boolean): string {
  const [debounced, setDebounced] = useState(text);
  useEffect(() => {
    if (composing) return;
    const timer = setTimeout(() => setDebounced(text), debounceMs);
    return () => clearTimeout(timer);
  }, [text, composing]);
  return debounced;
}

/** The state of a product search. */
export interface ProductSearch {
  readonly products: readonly FoundProduct[];
  /** Number of results on all pages; null before the first response. */
  readonly total: number | null;
  /** Whether a request is pending. */
  readonly searching: boolean;
  /** Whether the results do not match the typed text yet. */
  readonly outdated: boolean;
  readonly error: AppErrorValue | null;
  /** The text that the results belong to. */
  readonly text: string;
  /** Loads the next page, if there is one. */
  more(): void;
}

const productsOf = (answer: ProductAnswer) => (answer.kind === "one" ? [answer.product] : answer.products);

/** Searches as the user types; a new text cancels the previous search. */
export function useProductSearch(typed: string, composing: boolean): ProductSearch {
  const { client } = useServices();
  const text = useDebounced(typed.trim(), composing);
  const query = useInfiniteQuery({
    ...callPages(
      client,
      "products.find",
      (page) => ({ text, page }),
      (last) => (last.kind === "list" && last.page < last.totalPages ? last.page + 1 : undefined),
    ),
    enabled: text !== "",
    staleTime: 60_000,
    retry: false,
  });
  const pages = query.data?.pages;
  const products = useMemo(() => {
    // Pages may shift between two requests, so the same product may be on two of them.
    const byKey = new Map((pages ?? []).flatMap(productsOf).map((product) => [productKey(product.ref), product]));
    return [...byKey.values()];
  }, [pages]);
  const first = pages?.[0];
  const total = first === undefined ? null : first.kind === "one" ? 1 : first.total;
  const error = query.error === null ? null : errorValueOf(query.error);
  return {
    products: text === "" ? [] : products,
    total: text === "" ? null : total,
    searching: text !== "" && (query.isFetching || text !== typed.trim()),
    outdated: text !== typed.trim() || (text !== "" && query.isPending),
    error: error?.code === "cancelled" ? null : error,
    text,
    more: () => {
      if (query.hasNextPage && !query.isFetching) void query.fetchNextPage();
    },
  };
}
