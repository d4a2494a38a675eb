const maxFrames = 10;

/** Focuses the element with `data-key`, waiting up to `framesLeft` frames for a virtual list to render it. */
export function focusByKey(root: ParentNode, key: string, framesLeft: number = maxFrames): void {
  const element = root.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`);
  if (element !== null) {
    element.focus({ preventScroll: true });
    // Scroll only as far as needed: an element already in view does not move.
    element.scrollIntoView({ block: "nearest" });
  } else if (framesLeft > 0) requestAnimationFrame(() => focusByKey(root, key, framesLeft - 1));
}
