/** Quoted paths, as in Node's file errors: `open '/home/ada/clip.mp4'`. */
const quotedPath = /(['"])(?:\/|[A-Za-z]:[\\/]|\\\\|file:\/\/)[^'"\n]*\1/g;
/** The location in a stack frame: keeps the file name and position, removes the folder. */
const framePath = /(?:file:\/\/)?(?:\/|[A-Za-z]:[\\/])[^\s()]*?([^\\/\s()]+:\d+:\d+)/g;
/** Any other file URL or absolute path of at least two segments. */
const barePath = /file:\/\/[^\s'"()]+|(?<![\w:/])(?:\/[^\s/:'"()]+){2,}|[A-Za-z]:\\[^\s'"()]+/g;
const bearer = /\b(Bearer|Basic)\s+[\w.~+/=-]+/gi;

/** Removes file paths and credentials from text for the log. Stack frames keep file name, line and column. */
export function redact(text: string): string {
  return text
    .replace(bearer, "$1 <redacted>")
    .replace(quotedPath, "$1<path>$1")
    .replace(framePath, "$1")
    .replace(barePath, "<path>");
}

/**
 * The message of anything that was thrown, without file paths and credentials. The paths that Node names in a system error
 * (`path`, `dest`) are removed whole, whatever characters they contain.
 */
export function redactedMessage(thrown: unknown): string {
  if (!(thrown instanceof Error)) return redact(String(thrown));
  const named = ["path", "dest"].flatMap((key) => {
    const path: unknown = Reflect.get(thrown, key);
    return typeof path === "string" && path !== "" ? [path] : [];
  });
  return redact(named.reduce((text, path) => text.replaceAll(path, "<path>"), thrown.message));
}
