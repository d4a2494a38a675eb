/** Paths in quotes, as Node's file errors name them: `open '/home/ada/clip.mp4'`. */
const quotedPath = /(['"])(?:\/|[A-Za-z]:[\\/]|\\\\|file:\/\/)[^'"\n]*\1/g;
/** The place of a stack frame: the file's name and position stay, its folder goes. */
const framePath = /(?:file:\/\/)?(?:\/|[A-Za-z]:[\\/])[^\s()]*?([^\\/\s()]+:\d+:\d+)/g;
/** Any other file URL or absolute path of at least two parts. */
const barePath = /file:\/\/[^\s'"()]+|(?<![\w:/])(?:\/[^\s/:'"()]+){2,}|[A-Za-z]:\\[^\s'"()]+/g;
const bearer = /\b(Bearer|Basic)\s+[\w.~+/=-]+/gi;

/** Text for the log: without file paths and credentials. Stack frames keep file name, line and column. */
export function redact(text: string): string {
  return text
    .replace(bearer, "$1 <redacted>")
    .replace(quotedPath, "$1<path>$1")
    .replace(framePath, "$1")
    .replace(barePath, "<path>");
}
