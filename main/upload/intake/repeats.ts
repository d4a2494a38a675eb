import { parse } from "node:path";
import { type Content, isSameContent } from "../model/content.ts";

/**
 * What file managers call a copy, in English, Chinese and Japanese: `clip (1)`, `clip copy 2`, `Copy of clip`, `clip - Copy`,
 * `clip的副本`, `clip 拷貝`, `clip - 複製`, `clipのコピー`, `clip - コピー`.
 */
const copyNames = [
  / ?[(（]\d+[)）]$/u,
  /[ _-]copy(?: ?\(?\d+\)?)?$/iu,
  /^copy (?:\(\d+\) )?of /iu,
  /(?:的副本|的複本|拷貝|複製|副本)(?: ?\(?\d+\)?)?$/u,
  /(?:のコピー|[ -]コピー)(?: ?\(?\d+\)?)?$/u,
];

/** Whether a file is named as file managers name a copy. */
export function isCopyName(fileName: string): boolean {
  const { name } = parse(fileName);
  return copyNames.some((pattern) => pattern.test(name));
}

interface OfferedContent {
  fileName: string;
  content: Content;
}

/**
 * For each file that repeats the content of another one in the list, the name of that other: the first that is not named
 * as a copy, else the first. Null for every other file.
 */
export function repeatsIn(files: readonly OfferedContent[]): (string | null)[] {
  const groups: number[][] = [];
  const groupsOf = new Map<string, number[][]>();
  for (const [index, { content }] of files.entries()) {
    const candidates = groupsOf.get(content.fingerprint) ?? [];
    groupsOf.set(content.fingerprint, candidates);
    const isSame = (other: number) => isSameContent(content, files[other]?.content ?? content) === true;
    const group = candidates.find((members) => members.some(isSame));
    if (group !== undefined) group.push(index);
    else {
      const created = [index];
      candidates.push(created);
      groups.push(created);
    }
  }
  const repeats: (string | null)[] = files.map(() => null);
  for (const group of groups) {
    const original = group.find((index) => !isCopyName(files[index]?.fileName ?? "")) ?? group[0];
    for (const index of group) {
      if (index !== original && original !== undefined) repeats[index] = files[original]?.fileName ?? null;
    }
  }
  return repeats;
}
