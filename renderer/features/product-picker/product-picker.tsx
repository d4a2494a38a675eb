import { useQuery } from "@tanstack/react-query";
import { Search } from "lucide-react";
import {
  type ComponentProps,
  type KeyboardEvent,
  type ReactNode,
  useCallback,
  useEffect,
  useId,
  useMemo,
  useRef,
  useState,
} from "react";
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
  /** Keys of products already added. */
  taken: ReadonlySet<string>;
  onPick: (product: TaggedProduct) => void;
  /** Products offered instead of recent ones until the user types, such as those found in a frame. */
  offered?: { readonly heading: string; readonly products: readonly FoundProduct[] } | null;
  autoFocus?: boolean;
  /** Why the last product was not added; empty when it was. Shown under the search box, where the user is. */
  note?: string;
  /** Shown beside the heading of the list. */
  aside?: ReactNode;
  className?: string;
}

const toChoice = (product: FoundProduct): Choice => ({ kind: "found", product });

/** The options for a text, with the list's heading and empty text. */
function useChoices(text: string, composing: boolean, offered: ProductPickerProps["offered"]) {
  const { t, i18n } = useTranslation();
  const search = useProductSearch(text, composing);
  const recent = useQuery({ ...callQuery("products.recent"), staleTime: 0 });
  const isSearching = text.trim() !== "";
  const choices = useMemo((): readonly Choice[] => {
    if (isSearching) return search.products.map(toChoice);
    if (offered) return offered.products.map(toChoice);
    return (recent.data ?? []).map((product) => ({ kind: "tagged", product }));
  }, [isSearching, search.products, offered, recent.data]);
  const total = search.total ?? 0;
  const counted = t("products.found", { count: total, formatted: total.toLocaleString(i18n.language) });
  const heading = isSearching
    ? search.total === null
      ? t("products.results")
      : counted
    : (offered?.heading ?? t("products.recent"));
  const none = isSearching ? t("products.none", { text: search.text }) : t("products.recentNone");
  return { search, isSearching, choices, heading, none, recent };
}

type Choices = ReturnType<typeof useChoices>;

function EmptyNote({ children, failed = false }: { children: ReactNode; failed?: boolean }) {
  return (
    <p role="status" className={`flex-1 px-3 py-6 text-center text-xs ${failed ? "text-fail-ink" : "text-quiet"}`}>
      {children}
    </p>
  );
}

/** The options; else why there are none. Renders an empty list while searching. */
function Results({
  state: { search, isSearching, choices, heading, none, recent },
  ...list
}: { state: Choices } & Omit<ComponentProps<typeof ProductOptions>, "label" | "choices">) {
  const { t } = useTranslation();
  if (search.error !== null && choices.length === 0) {
    return (
      <EmptyNote failed>
        {t("common.sentences", {
          first: t(`errors.${search.error.code}.what`),
          second: t(`errors.${search.error.code}.next`),
        })}
      </EmptyNote>
    );
  }
  if (recent.isError && choices.length === 0 && !isSearching) {
    return <CallError query={recent} className="px-3 py-3" />;
  }
  if (choices.length === 0 && !search.searching) return <EmptyNote>{none}</EmptyNote>;
  return <ProductOptions {...list} label={heading} choices={choices} />;
}

/** A search box for words, a shop's URL or a BigGo link, and its results. Enter adds a product and keeps it open. */
export function ProductPicker({
  taken,
  onPick,
  offered = null,
  autoFocus,
  note = "",
  aside,
  className = "",
}: ProductPickerProps) {
  const { t } = useTranslation();
  const [text, setText] = useState("");
  const [composing, setComposing] = useState(false);
  const [active, setActive] = useState(0);
  const listId = useId();
  const state = useChoices(text, composing, offered);
  const { search, choices, heading } = state;
  const activeIndex = Math.min(active, Math.max(0, choices.length - 1));
  const latestOnPick = useRef(onPick);
  latestOnPick.current = onPick;
  const pick = useCallback(
    (choice: Choice) => latestOnPick.current(choice.kind === "found" ? tagOf(choice.product) : choice.product),
    [],
  );
  // Enter pressed before the results arrive, such as after a paste, picks the first one once they do.
  const [pending, setPending] = useState<string | null>(null);
  const first = choices[0];
  useEffect(() => {
    if (pending === null || search.outdated) return;
    setPending(null);
    if (pending === text && first !== undefined) pick(first);
  }, [pending, text, search.outdated, first, pick]);
  const latestMore = useRef(search.more);
  latestMore.current = search.more;
  const onNearEnd = useCallback(() => latestMore.current(), []);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 6, PageUp: -6 }[event.key];
    const choice = choices[activeIndex];
    if (step !== undefined) setActive(Math.max(0, Math.min(choices.length - 1, activeIndex + step)));
    else if (event.key === "Enter") {
      if (search.outdated) setPending(text);
      else if (choice !== undefined) pick(choice);
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
          aria-activedescendant={choices.length > 0 ? optionId(listId, activeIndex) : undefined}
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
      {/* Also announced by the live region. */}
      {note !== "" && <p className="shrink-0 border-b border-line px-2.5 py-1.5 text-xs text-wait-ink">{note}</p>}
      <div className="flex h-7 shrink-0 items-center px-2.5 text-xs text-quiet tabular-nums">
        <span role="status" className="flex-1 truncate">
          {search.searching ? t("products.searching") : heading}
        </span>
        {aside}
      </div>
      <Results
        state={state}
        id={listId}
        active={activeIndex}
        taken={taken}
        onActive={setActive}
        onPick={pick}
        onNearEnd={onNearEnd}
      />
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
