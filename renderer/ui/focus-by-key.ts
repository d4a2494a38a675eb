const frames = 10;

/** Gives the focus to what carries `data-key`, waiting some frames for a virtual list to draw it. */
export function focusByKey(root: ParentNode, key: string, left: number = frames): void {
  const found = root.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`);
  if (found !== null) {
    found.focus({ preventScroll: true });
    // No further than it takes to be seen: what is in sight stays where it is.
    found.scrollIntoView({ block: "nearest" });
  } else if (left > 0) requestAnimationFrame(() => focusByKey(root, key, left - 1));
}
