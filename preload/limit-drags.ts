const isText = (target: EventTarget | null) =>
  target instanceof Text || target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;

/**
 * Lets only text that the user selected be dragged: with anything else a page could offer a download, or a text of its own,
 * to other programs. Call before any script of the page.
 */
export function limitDrags(target: Window): void {
  const limit = (event: DragEvent) => {
    if (!isText(event.target)) event.preventDefault();
  };
  target.addEventListener("dragstart", limit, { capture: true });
}
