import type { ComponentProps, ReactNode } from "react";
import { Spinner } from "./spinner.tsx";

/** The visual weight of a button. */
export type ButtonTone = "accent" | "outline" | "ghost" | "danger";

const tones: Record<ButtonTone, string> = {
  accent: "bg-accent text-white hover:bg-accent-strong",
  outline: "border border-edge bg-field text-ink hover:bg-hover active:bg-press",
  ghost: "text-quiet hover:bg-hover hover:text-ink active:bg-press",
  danger: "border border-edge bg-field text-fail-ink hover:bg-fail-soft hover:border-fail-line",
};

type ButtonProps = ComponentProps<"button"> & { tone?: ButtonTone; busy?: boolean; icon?: ReactNode };

/** A 28 px button with a text label. */
export function Button({ tone = "outline", busy = false, icon, children, className = "", ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      aria-busy={busy || undefined}
      {...rest}
      className={`inline-flex h-7 shrink-0 items-center justify-center gap-1.5 rounded-md px-2.5 font-medium whitespace-nowrap transition-colors duration-150 disabled:opacity-50 ${tones[tone]} ${className}`}
    >
      {busy ? <Spinner /> : icon}
      {children}
    </button>
  );
}

type IconButtonProps = Omit<ComponentProps<"button">, "children"> & { label: string; children: ReactNode };

/** A 28 px icon button; `label` is its accessible name and tooltip. */
export function IconButton({ label, children, className = "", ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      {...rest}
      className={`inline-flex size-7 shrink-0 items-center justify-center rounded-md text-quiet transition-colors duration-150 hover:bg-hover hover:text-ink active:bg-press disabled:opacity-40 aria-pressed:bg-press aria-pressed:text-ink data-[state=open]:bg-press data-[state=open]:text-ink ${className}`}
    >
      {children}
    </button>
  );
}

type LinkButtonProps = ComponentProps<"button">;

/** A button styled as a link. */
export function LinkButton({ className = "", ...rest }: LinkButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      className={`inline-flex items-center gap-1 rounded-sm font-medium text-accent-ink underline-offset-2 hover:underline ${className}`}
    />
  );
}
