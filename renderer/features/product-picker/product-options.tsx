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
  onActive: (at: number) => void;
  onPick: (choice: Choice) => void;
  /** The end of the list is near. */
  onNearEnd: () => void;
}

/** The id of an option, for `aria-activedescendant`. */
export function optionId(listId: string, at: number): string {
  return `${listId}-${at}`;
}

/** What was found, of which only the lines in sight are drawn; the keyboard moves through it from the box above. */
export function ProductOptions(props: ProductOptionsProps) {
  const { id, label, choices, active, taken, onActive, onPick, onNearEnd } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: choices.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 4,
  });
  // Only where the active line moves: a list that grows below must not take the person back to it.
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
                at={index}
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
