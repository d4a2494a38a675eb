import type { Target } from "./source-graph.ts";

/** Whether a file is a test, or stands only behind tests. */
export function isTest(file: string): boolean {
  return /\.(test|sandbox-test|test-harness)\.tsx?$/.test(file);
}

/** A predicate: whether a file lies in one of these folders. */
export function within(...folders: string[]): (file: string) => boolean {
  return (file) => folders.some((folder) => file.startsWith(`${folder}/`));
}

/** A predicate: whether a file lies in this folder and is no test. */
export function shipped(folder: string): (file: string) => boolean {
  return (file) => within(folder)(file) && !isTest(file);
}

/** Whether an import leads into one of these folders. */
export function leadsInto(to: Target, ...folders: string[]): boolean {
  return to.kind === "file" && within(...folders)(to.name);
}

/** Whether an import leads to one of these packages. */
export function leadsToPackage(to: Target, ...names: string[]): boolean {
  return to.kind === "package" && names.includes(to.name);
}
