/**
 * Puts text on the clipboard; false when the browser refused. The window is granted no permission at all, not even that
 * of the clipboard's own interface, so this is the command that a click allows by itself.
 */
export function copyText(text: string): boolean {
  const put = (event: ClipboardEvent) => {
    event.clipboardData?.setData("text/plain", text);
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  window.addEventListener("copy", put, { capture: true, once: true });
  try {
    return document.execCommand("copy");
  } finally {
    window.removeEventListener("copy", put, { capture: true });
  }
}
