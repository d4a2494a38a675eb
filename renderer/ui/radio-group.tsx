import { type ReactNode, useId } from "react";

/** An option of a radio group. */
export interface RadioOption<T extends string> {
  readonly value: T;
  readonly label: string;
  readonly hint?: string;
  readonly icon?: ReactNode;
}

interface RadioGroupProps<T extends string> {
  label: string;
  value: T;
  options: readonly RadioOption<T>[];
  onChange: (value: T) => void;
}

// The native input covers its card transparently, so pointer, keyboard and screen readers work without extra code.
const overlay = "absolute inset-0 m-0 appearance-none rounded-[inherit] opacity-0";
const ring =
  "has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-[var(--indigo-8)]";

/** Radio options as cards, each with a label and a hint. */
export function ChoiceCards<T extends string>({ label, value, options, onChange }: RadioGroupProps<T>) {
  const name = useId();
  return (
    <div role="radiogroup" aria-label={label} className="grid grid-cols-3 gap-2">
      {options.map((option) => (
        <div
          key={option.value}
          className={`relative flex min-w-0 flex-col rounded-lg border px-2.5 py-2 transition-colors duration-150 ${ring} ${
            option.value === value ? "border-accent-line bg-accent-soft" : "border-edge bg-field hover:bg-hover"
          }`}
        >
          <span className="flex items-center gap-1.5 font-medium">
            <span aria-hidden="true" className={option.value === value ? "text-accent-ink" : "text-quiet"}>
              {option.icon}
            </span>
            <span className="truncate">{option.label}</span>
          </span>
          <span className="text-xs text-quiet">{option.hint}</span>
          <input
            type="radio"
            name={name}
            className={overlay}
            aria-label={option.label}
            {...(option.hint === undefined ? {} : { "aria-description": option.hint })}
            checked={option.value === value}
            onChange={() => onChange(option.value)}
          />
        </div>
      ))}
    </div>
  );
}

/** A segmented control. */
export function Segmented<T extends string>({ label, value, options, onChange }: RadioGroupProps<T>) {
  const name = useId();
  return (
    <div
      role="radiogroup"
      aria-label={label}
      className="inline-flex h-7 shrink-0 rounded-md border border-edge bg-field"
    >
      {options.map((option) => (
        <div
          key={option.value}
          className={`relative inline-flex items-center justify-center gap-1.5 rounded-[5px] px-2.5 transition-colors duration-150 ${ring} ${
            option.value === value ? "bg-press font-medium text-ink" : "text-quiet hover:text-ink"
          }`}
          title={option.icon === undefined ? undefined : option.label}
        >
          {option.icon === undefined ? option.label : <span aria-hidden="true">{option.icon}</span>}
          <input
            type="radio"
            name={name}
            className={overlay}
            aria-label={option.label}
            checked={option.value === value}
            onChange={() => onChange(option.value)}
          />
        </div>
      ))}
    </div>
  );
}

/** Radio options as chips, each with a count of matching items. */
export function FilterChips<T extends string>({
  label,
  value,
  options,
  onChange,
}: Omit<RadioGroupProps<T>, "options"> & { options: readonly (RadioOption<T> & { count: string })[] }) {
  const name = useId();
  return (
    <div role="radiogroup" aria-label={label} className="flex min-w-0 flex-wrap gap-1.5">
      {options.map((option) => (
        <div
          key={option.value}
          className={`relative inline-flex h-6 items-center gap-1.5 rounded-full border px-2.5 text-xs whitespace-nowrap transition-colors duration-150 ${ring} ${
            option.value === value
              ? "border-transparent bg-accent-press text-accent-ink"
              : "border-edge text-quiet hover:bg-hover hover:text-ink"
          }`}
        >
          {option.label}
          <span className="font-medium tabular-nums">{option.count}</span>
          <input
            type="radio"
            name={name}
            className={overlay}
            aria-label={option.label}
            aria-description={option.count}
            checked={option.value === value}
            onChange={() => onChange(option.value)}
          />
        </div>
      ))}
    </div>
  );
}
