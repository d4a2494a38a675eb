/** What a drag over the window offers. */
export interface DragOffer {
  readonly count: number;
  readonly onlyVideos: boolean;
}

/** The files of a drag; null for text, links and anything else without files. */
export function filesOfDrag(transfer: DataTransfer | null): DragOffer | null {
  if (transfer === null || !transfer.types.includes("Files")) return null;
  const files = [...transfer.items].filter((item) => item.kind === "file");
  return { count: files.length, onlyVideos: files.every((file) => file.type.startsWith("video/")) };
}

/**
 * The pasted files to add; empty where the clipboard is meant for something else. A cell copied from a spreadsheet or a
 * passage from a text processor is text, although its picture comes with it.
 */
export function filesOfPaste(clipboard: DataTransfer | null, inText: boolean): File[] {
  if (clipboard === null || inText) return [];
  const files = [...clipboard.files];
  const hasText = clipboard.types.includes("text/html") || clipboard.types.includes("text/plain");
  return hasText && files.every(({ type }) => type.startsWith("image/")) ? [] : files;
}
