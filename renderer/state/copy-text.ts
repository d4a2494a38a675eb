/**
 * Copies text to the clipboard; false when the browser refused. The window has no permissions, so the asynchronous
 * clipboard API is unavailable; `execCommand` needs only a user gesture.
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
