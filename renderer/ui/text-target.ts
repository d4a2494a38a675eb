const textlessInputs = new Set(["radio", "checkbox", "range", "button", "submit", "reset", "color", "file", "image"]);

/** Whether an event's target is a text field or other editable text, to which keys and the clipboard belong. */
export function isTextTarget(target: EventTarget | null): boolean {
  if (target instanceof HTMLTextAreaElement) return true;
  if (target instanceof HTMLInputElement) return !textlessInputs.has(target.type);
  return target instanceof HTMLElement && target.isContentEditable;
}
