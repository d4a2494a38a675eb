/**
 * What a dialog was opened from: the element with the focus, or the trigger of the menu that contains it, since a menu is
 * gone when its dialog closes. Null when nothing had the focus.
 */
export function openerNow(): HTMLElement | null {
  const { activeElement } = document;
  if (!(activeElement instanceof HTMLElement) || activeElement === document.body) return null;
  const trigger = activeElement.closest("[role=menu]")?.getAttribute("aria-labelledby");
  return trigger == null ? activeElement : document.getElementById(trigger);
}

/** Where the focus goes when the opener is gone, as a row is that was deleted: the screen's list, else its first control. */
const fallbacks = ["main [role=gridcell][tabindex='0']", "main a[href], main button:enabled, main input:enabled"];

/** Focuses the opener, or what is nearest to it when it is gone or cannot be focused any more. */
export function returnFocus(opener: HTMLElement | null): void {
  const others = fallbacks.map((selector) => document.querySelector<HTMLElement>(selector));
  for (const element of [opener, ...others]) {
    if (element?.isConnected !== true) continue;
    element.focus();
    if (document.activeElement === element) return;
  }
}
