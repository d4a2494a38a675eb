import { useQuery } from "@tanstack/react-query";
import { Search } from "lucide-react";
import { type KeyboardEvent, type ReactNode, useCallback, useEffect, useId, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { type FoundProduct, type TaggedProduct, tagOf } from "../../../shared/model/product.ts";
import { CallError } from "../../items/call-error.tsx";
import { callQuery } from "../../state/call-query.ts";
import { Button } from "../../ui/button.tsx";
import { Spinner } from "../../ui/spinner.tsx";
import type { Choice } from "./product-option.tsx";
import { optionId, ProductOptions } from "./product-options.tsx";
import { useProductSearch } from "./use-product-search.ts";

interface ProductPickerProps {
  /** Keys of what cannot be added once more. */
  taken: ReadonlySet<string>;
  onPick: (product: TaggedProduct) => void;
  /** Something else to choose from until the person types: products found in a frame, say. */
  offered?: { readonly heading: string; readonly products: readonly FoundProduct[] } | null;
  autoFocus?: boolean;
  /** Beside the heading of the list. */
  aside?: ReactNode;
  className?: string;
}

const found = (product: FoundProduct): Choice => ({ kind: "found", product });

/** What there is to choose from for a text, and what it is called. */
function useChoices(text: string, composing: boolean, offered: ProductPickerProps["offered"]) {
  const { t, i18n } = useTranslation();
  const search = useProductSearch(text, composing);
  const recent = useQuery({ ...callQuery("products.recent"), staleTime: 0 });
  const isAsking = text.trim() !== "";
  const choices = useMemo((): readonly Choice[] => {
    if (isAsking) return search.products.map(found);
    if (offered) return offered.products.map(found);
    return (recent.data ?? []).map((product) => ({ kind: "tagged", product }));
  }, [isAsking, search.products, offered, recent.data]);
  const total = search.total ?? 0;
  const counted = t("products.found", { count: total, formatted: total.toLocaleString(i18n.language) });
  const heading = isAsking
    ? search.total === null
      ? t("products.results")
      : counted
    : (offered?.heading ?? t("products.recent"));
  const none = isAsking ? t("products.none", { text: search.text }) : t("products.recentNone");
  return { search, choices, heading, none, recent };
}

function Nothing({ children, failed = false }: { children: ReactNode; failed?: boolean }) {
  return (
    <p role="status" className={`flex-1 px-3 py-6 text-center text-xs ${failed ? "text-fail-ink" : "text-quiet"}`}>
      {children}
    </p>
  );
}

/** One box that takes words, a shop's address or a BigGo link, and what it leads to. Enter adds, and it stays open. */
export function ProductPicker({ taken, onPick, offered = null, autoFocus, aside, className = "" }: ProductPickerProps) {
  const { t } = useTranslation();
  const [text, setText] = useState("");
  const [composing, setComposing] = useState(false);
  const [active, setActive] = useState(0);
  const listId = useId();
  const { search, choices, heading, none, recent } = useChoices(text, composing, offered);
  const at = Math.min(active, Math.max(0, choices.length - 1));
  const pick = useRef(onPick);
  pick.current = onPick;
  const take = useCallback(
    (choice: Choice) => pick.current(choice.kind === "found" ? tagOf(choice.product) : choice.product),
    [],
  );
  // Enter right after a paste means what is still being looked up.
  const [wanted, setWanted] = useState<string | null>(null);
  const first = choices[0];
  useEffect(() => {
    if (wanted === null || search.outdated) return;
    setWanted(null);
    if (wanted === text && first !== undefined) take(first);
  }, [wanted, text, search.outdated, first, take]);
  const more = useRef(search.more);
  more.current = search.more;
  const onNearEnd = useCallback(() => more.current(), []);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 6, PageUp: -6 }[event.key];
    const choice = choices[at];
    if (step !== undefined) setActive(Math.max(0, Math.min(choices.length - 1, at + step)));
    else if (event.key === "Enter") {
      if (search.outdated) setWanted(text);
      else if (choice !== undefined) take(choice);
    } else if (event.key === "Escape" && text !== "") setText("");
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div className={`flex min-h-0 flex-col overflow-hidden rounded-lg border border-edge bg-field ${className}`}>
      <div className="relative flex shrink-0 items-center border-b border-line focus-within:bg-hover">
        <Search size={16} aria-hidden="true" className="absolute left-2.5 text-quiet" />
        <input
          type="text"
          role="combobox"
          aria-label={t("products.search")}
          aria-expanded={choices.length > 0}
          aria-controls={listId}
          aria-autocomplete="list"
          aria-activedescendant={choices.length > 0 ? optionId(listId, at) : undefined}
          placeholder={t("products.hint")}
          autoComplete="off"
          spellCheck={false}
          {...(autoFocus ? { "data-autofocus": true } : {})}
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setActive(0);
          }}
          onCompositionStart={() => setComposing(true)}
          onCompositionEnd={() => setComposing(false)}
          onKeyDown={onKeyDown}
          className="h-[34px] w-full bg-transparent pr-9 pl-9 -outline-offset-2"
        />
        {search.searching && (
          <span className="absolute right-3 text-quiet">
            <Spinner />
          </span>
        )}
      </div>
      <div className="flex h-7 shrink-0 items-center px-2.5 text-xs text-quiet tabular-nums">
        <span role="status" className="flex-1 truncate">
          {search.searching ? t("products.searching") : heading}
        </span>
        {aside}
      </div>
      {search.error !== null && choices.length === 0 ? (
        <Nothing failed>
          {t("common.sentences", {
            first: t(`errors.${search.error.code}.what`),
            second: t(`errors.${search.error.code}.next`),
          })}
        </Nothing>
      ) : recent.isError && choices.length === 0 && text.trim() === "" ? (
        <CallError query={recent} className="px-3 py-3" />
      ) : choices.length === 0 && !search.searching ? (
        <Nothing>{none}</Nothing>
      ) : (
        <ProductOptions
          id={listId}
          label={heading}
          choices={choices}
          active={at}
          taken={taken}
          onActive={setActive}
          onPick={take}
          onNearEnd={onNearEnd}
        />
      )}
      {search.error !== null && choices.length > 0 && (
        <div role="status" className="flex shrink-0 items-center gap-2 border-t border-line px-2.5 py-1 text-xs">
          <span className="min-w-0 flex-1 text-fail-ink">{t(`errors.${search.error.code}.what`)}</span>
          <Button tone="ghost" onClick={search.more}>
            {t("common.retry")}
          </Button>
        </div>
      )}
    </div>
  );
}
