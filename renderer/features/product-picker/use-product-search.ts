import { useInfiniteQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useState } from "react";
import type { AppErrorValue } from "../../../shared/errors.ts";
import { type FoundProduct, type ProductAnswer, productKey } from "../../../shared/model/product.ts";
import { errorValueOf } from "../../bridge/client.ts";
import { callPages } from "../../state/call-query.ts";
import { useServices } from "../../state/services.tsx";

/** How long the person must have stopped typing before anything is asked, ms. */
const quietMs = 250;

/** A text that follows another one once that has rested; nothing is asked in the middle of a composition. */
function useRested(text: string, composing: boolean): string {
  const [rested, setRested] = useState(text);
  useEffect(() => {
    if (composing) return;
    const timer = setTimeout(() => setRested(text), quietMs);
    return () => clearTimeout(timer);
  }, [text, composing]);
  return rested;
}

/** What a text in the product box has led to so far. */
export interface ProductSearch {
  readonly products: readonly FoundProduct[];
  /** On all pages; null before the first answer. */
  readonly total: number | null;
  /** Something is on its way. */
  readonly searching: boolean;
  /** What is shown is not the answer to what is typed yet. */
  readonly outdated: boolean;
  readonly error: AppErrorValue | null;
  /** The text that this is the answer to. */
  readonly text: string;
  /** Asks for another page, if there is one. */
  more(): void;
}

const productsOf = (answer: ProductAnswer) => (answer.kind === "one" ? [answer.product] : answer.products);

/** Searches as the person types: what was asked before and is not wanted any more is given up. */
export function useProductSearch(typed: string, composing: boolean): ProductSearch {
  const { client } = useServices();
  const text = useRested(typed.trim(), composing);
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
    // A page that shifted between two questions must not show a product twice.
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
