import { ChevronDown } from "lucide-react";
import type { ComponentProps } from "react";

const shape =
  "relative inline-flex h-6 items-center gap-1.5 rounded-full border px-2.5 text-xs whitespace-nowrap transition-colors duration-150";
const plain = "border-edge text-quiet hover:bg-hover hover:text-ink";
const chosen = "border-transparent bg-accent-press text-accent-ink";

type ChipProps = Omit<ComponentProps<"button">, "children"> & { label: string; count?: string; on: boolean };

/** A toggle chip with an optional count of matching items. */
export function ToggleChip({ label, count, on, ...rest }: ChipProps) {
  return (
    <button type="button" {...rest} aria-pressed={on} className={`${shape} ${on ? chosen : plain}`}>
      {label}
      {count !== undefined && <span className="font-medium tabular-nums">{count}</span>}
    </button>
  );
}

/** A chip that opens a menu; its label is the current choice. */
export function MenuChip({ label, count, on, ...rest }: ChipProps) {
  return (
    <button type="button" {...rest} className={`${shape} pr-1.5 ${on ? chosen : plain}`}>
      {label}
      {count !== undefined && <span className="font-medium tabular-nums">{count}</span>}
      <ChevronDown size={12} aria-hidden="true" />
    </button>
  );
}
