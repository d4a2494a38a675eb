import { Check } from "lucide-react";
import { type ComponentProps, type ReactNode, useId } from "react";

type CheckboxProps = Omit<ComponentProps<"input">, "type"> & { label: string };

/** A 16 px checkbox; `label` is its accessible name and is not shown. */
export function Checkbox({ label, className = "", ...rest }: CheckboxProps) {
  return (
    <span className={`relative inline-flex size-4 shrink-0 ${className}`}>
      <input
        type="checkbox"
        aria-label={label}
        {...rest}
        className="peer m-0 size-4 appearance-none rounded-sm border border-edge bg-field transition-colors duration-150 checked:border-accent checked:bg-accent disabled:opacity-50"
      />
      <Check
        size={12}
        strokeWidth={3}
        aria-hidden="true"
        className="pointer-events-none absolute top-0.5 left-0.5 hidden text-white peer-checked:block"
      />
    </span>
  );
}

interface CheckboxLineProps {
  label: string;
  checked: boolean;
  onChange: (checked: boolean) => void;
  /** Secondary text after the label. */
  note?: ReactNode;
  className?: string;
}

/** A checkbox with a visible, clickable label. */
export function CheckboxLine({ label, checked, onChange, note, className = "" }: CheckboxLineProps) {
  const id = useId();
  return (
    <div className={`flex items-center gap-2 ${className}`}>
      <Checkbox id={id} label={label} checked={checked} onChange={(event) => onChange(event.target.checked)} />
      <label htmlFor={id}>{label}</label>
      {note !== undefined && <span className="text-xs text-quiet">{note}</span>}
    </div>
  );
}
