/**
 * A file's name without blanks and dots at its end, which Windows and most programs ignore and web servers take for part
 * of the extension: `clip.mp4 ` → `clip.mp4`.
 */
export function trimFileName(fileName: string): string {
  return fileName.replace(/[\s.\u200B\u2060\uFEFF]+$/u, "") || fileName;
}

/** The extension in lower case with its dot, also of a name that is nothing else (`.mp4`); empty without one. */
export function extensionOf(fileName: string): string {
  return /\.[^.]+$/.exec(trimFileName(fileName))?.[0].toLowerCase() ?? "";
}
