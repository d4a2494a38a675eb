import { type ComponentProps, type ReactNode, useId } from "react";

/** Classes shared by all text fields. */
export const fieldStyle =
  "w-full rounded-md border border-edge bg-field text-ink outline-none transition-colors duration-150 focus:border-accent-line focus:ring-3 focus:ring-[var(--indigo-5)] aria-invalid:border-fail-line";

type TextFieldProps = Omit<ComponentProps<"input">, "id"> & { label: string; trailing?: ReactNode };

/** A labelled single-line text input. */
export function TextField({ label, trailing, className = "", ...rest }: TextFieldProps) {
  const id = useId();
  return (
    <div className={className}>
      <label htmlFor={id} className="mb-1 block text-xs text-quiet">
        {label}
      </label>
      <div className="relative">
        <input
          id={id}
          autoComplete="off"
          spellCheck={false}
          {...rest}
          className={`${fieldStyle} h-8 px-2.5 ${trailing ? "pr-9" : ""}`}
        />
        {trailing && <div className="absolute inset-y-0 right-0.5 flex items-center">{trailing}</div>}
      </div>
    </div>
  );
}
