import { ChevronDown } from "lucide-react";

interface SelectProps<T extends string> {
  label: string;
  value: T;
  options: readonly { value: T; label: string }[];
  onChange: (value: T) => void;
  /** No minimum width, for several in one line. */
  compact?: boolean;
  /** Takes the focus when its dialog opens. */
  autoFocus?: boolean;
}

/** A native select, styled like the other fields. */
export function Select<T extends string>({
  label,
  value,
  options,
  onChange,
  compact = false,
  autoFocus = false,
}: SelectProps<T>) {
  return (
    <span className="relative inline-flex w-fit">
      <select
        aria-label={label}
        {...(autoFocus ? { "data-autofocus": true } : {})}
        value={value}
        onChange={(event) => {
          const chosen = options.find((option) => option.value === event.target.value);
          if (chosen) onChange(chosen.value);
        }}
        className={`h-7 appearance-none rounded-md border border-edge bg-field pr-8 pl-2.5 hover:bg-hover ${compact ? "" : "min-w-[168px]"}`}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value} className="bg-float text-ink">
            {option.label}
          </option>
        ))}
      </select>
      <ChevronDown size={16} aria-hidden="true" className="pointer-events-none absolute top-1.5 right-2 text-quiet" />
    </span>
  );
}
