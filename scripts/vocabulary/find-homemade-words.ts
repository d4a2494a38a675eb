import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { exceptions, homemadeWords } from "./homemade-words.ts";

const sources = [
  "{bench,e2e,main,preload,renderer,sandbox,scripts,shared}/**/*.{ts,tsx,css,html}",
  "docs/**/*.md",
  "*.md",
  ".github/**/*.{md,yml}",
];
/** Texts of other languages, and the list of the words itself. */
const isSkipped = (file: string) => /^renderer\/messages\/(ja|zh-tw)|^scripts\/vocabulary\/|\/fixtures\//.test(file);

function offencesIn(file: string, text: string): string[] {
  return text.split("\n").flatMap((line, index) => {
    const isExcepted = exceptions.some((exception) => exception.file.test(file) && exception.line.test(line));
    const words = isExcepted ? [] : homemadeWords.filter(({ pattern }) => pattern.test(line));
    return words.map(({ pattern, write }) => `${file}:${index + 1}: ${pattern.exec(line)?.[0]} (write: ${write})`);
  });
}

/** Every use of a homemade word under a root, one line each: file, line, word and what to write. */
export function findHomemadeWords(root: string): string[] {
  const files = sources
    .flatMap((pattern) => globSync(pattern, { cwd: root }))
    .map((file) => file.replaceAll("\\", "/"));
  return files
    .filter((file) => !isSkipped(file) && !file.includes("node_modules"))
    .sort()
    .flatMap((file) => offencesIn(file, readFileSync(join(root, file), "utf8")));
}
