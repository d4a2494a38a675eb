import { X } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import { type KeyboardEvent, type ReactNode, useRef } from "react";
import { useTranslation } from "react-i18next";
import { IconButton } from "./button.tsx";
import { openerNow, returnFocus } from "./opener.ts";

interface DialogProps {
  open: boolean;
  onClose: () => void;
  heading: string;
  description?: ReactNode;
  children: ReactNode;
  /** Between content and footer; stays in sight however long the content is. */
  pinned?: ReactNode;
  footer?: ReactNode;
  width?: number;
  /** Does what the dialog is for: on Enter, and on Ctrl/⌘+Enter where Enter itself means something else. */
  onSubmit?: () => void;
}

/** Elements in which Enter does something of its own. */
const takesEnter = "button, a, textarea, [role=option], [contenteditable]";

function isSubmit({ key, ctrlKey, metaKey, repeat, target, nativeEvent, defaultPrevented }: KeyboardEvent): boolean {
  // The key that opened the dialog may still be held down.
  if (key !== "Enter" || repeat || nativeEvent.isComposing || defaultPrevented) return false;
  return ctrlKey || metaKey || !(target instanceof Element && target.closest(takesEnter) !== null);
}

/** A modal dialog. It traps the focus and restores it on close. */
export function Dialog({
  open,
  onClose,
  heading,
  description,
  children,
  pinned,
  footer,
  width = 560,
  onSubmit,
}: DialogProps) {
  const { t } = useTranslation();
  /** What had the focus before. Radix returns it to a trigger of its own only, which these dialogs do not have. */
  const opener = useRef<HTMLElement | null>(null);
  return (
    <Radix.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 animate-appear bg-black/40" />
        <div className="pointer-events-none fixed inset-0 z-50 flex items-center justify-center p-6">
          <Radix.Content
            onKeyDown={(event) => {
              if (onSubmit === undefined || !isSubmit(event)) return;
              event.preventDefault();
              onSubmit();
            }}
            onEscapeKeyDown={(event) => {
              // Escape clears a non-empty combobox first.
              const { target } = event;
              const isFilledCombobox =
                target instanceof HTMLInputElement && target.role === "combobox" && target.value !== "";
              if (isFilledCombobox) event.preventDefault();
            }}
            onOpenAutoFocus={(event) => {
              const content = event.currentTarget as HTMLElement;
              const from = openerNow();
              opener.current = content.contains(from) ? null : from;
              const initial = content.querySelector<HTMLElement>("[data-autofocus]:enabled");
              if (initial === null) return;
              event.preventDefault();
              initial.focus();
            }}
            onCloseAutoFocus={(event) => {
              event.preventDefault();
              returnFocus(opener.current);
            }}
            {...(description === undefined ? { "aria-describedby": undefined } : {})}
            className="pointer-events-auto flex max-h-full w-full animate-rise flex-col overflow-hidden rounded-xl bg-float shadow-float focus:outline-none"
            style={{ maxWidth: width }}
          >
            <header className="flex items-start gap-3 px-5 pt-4 pb-3">
              <div className="min-w-0 flex-1">
                <Radix.Title className="text-base font-semibold">{heading}</Radix.Title>
                {description !== undefined && (
                  <Radix.Description asChild>
                    <div className="mt-0.5 text-quiet">{description}</div>
                  </Radix.Description>
                )}
              </div>
              <Radix.Close asChild>
                <IconButton label={t("common.close")} className="-mr-1.5">
                  <X size={16} aria-hidden="true" />
                </IconButton>
              </Radix.Close>
            </header>
            <div className="min-h-0 flex-1 overflow-y-auto">{children}</div>
            {pinned && <div className="max-h-1/2 shrink-0 overflow-y-auto">{pinned}</div>}
            {footer && (
              <footer className="flex shrink-0 items-center gap-2 border-t border-line px-5 py-3">{footer}</footer>
            )}
          </Radix.Content>
        </div>
      </Radix.Portal>
    </Radix.Root>
  );
}
