import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useRef } from "react";
import { rowKey } from "../../../shared/model/product.ts";
import { type Choice, ProductOption } from "./product-option.tsx";

const rowHeight = 48;

interface ProductOptionsProps {
  id: string;
  label: string;
  choices: readonly Choice[];
  active: number;
  taken: ReadonlySet<string>;
  onActive: (index: number) => void;
  onPick: (choice: Choice) => void;
  /** Called when one of the last five options is rendered. */
  onNearEnd: () => void;
}

/** The id of an option, for `aria-activedescendant`. */
export function optionId(listId: string, index: number): string {
  return `${listId}-${index}`;
}

/** A virtualized listbox of products, operated by keyboard from the search box above. */
export function ProductOptions(props: ProductOptionsProps) {
  const { id, label, choices, active, taken, onActive, onPick, onNearEnd } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: choices.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 4,
  });
  // Only when the active option changes: a list that grows must not scroll back to it.
  useEffect(() => virtualizer.scrollToIndex(active), [active, virtualizer]);
  const lines = virtualizer.getVirtualItems();
  const last = lines.at(-1)?.index ?? 0;
  useEffect(() => {
    if (last >= choices.length - 5) onNearEnd();
  }, [last, choices.length, onNearEnd]);
  return (
    <div
      ref={scroller}
      id={id}
      role="listbox"
      aria-label={label}
      tabIndex={-1}
      className="min-h-0 flex-1 overflow-y-auto outline-none"
    >
      <div role="presentation" className="relative" style={{ height: virtualizer.getTotalSize() }}>
        {lines.map(({ index, start }) => {
          const choice = choices[index];
          if (choice === undefined) return null;
          return (
            <div key={rowKey(choice.product)} role="presentation" className="absolute inset-x-0" style={{ top: start }}>
              <ProductOption
                id={optionId(id, index)}
                index={index}
                total={choices.length}
                choice={choice}
                active={index === active}
                taken={taken.has(rowKey(choice.product))}
                onPick={onPick}
                onHover={onActive}
              />
            </div>
          );
        })}
      </div>
    </div>
  );
}
