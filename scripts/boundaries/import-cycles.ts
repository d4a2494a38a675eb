import { dirname } from "node:path/posix";
import { cyclesIn, type Graph } from "./graph-cycles.ts";
import { isTest } from "./rooms.ts";
import type { Arrow } from "./source-graph.ts";

type FileArrow = readonly [from: string, to: string];

function fileArrows(arrows: readonly Arrow[]): FileArrow[] {
  return arrows.flatMap(({ from, to }) => (to.kind === "file" ? [[from, to.name] as const] : []));
}

function graphOf(arrows: readonly FileArrow[]): Graph {
  const graph = new Map<string, string[]>();
  for (const [from, to] of arrows) graph.set(from, [...(graph.get(from) ?? []), to]);
  return graph;
}

/** What directly below `folder` a file lies in: a folder (with a slash at its end) or the file itself. */
function childOf(folder: string, file: string): string | null {
  if (!file.startsWith(`${folder}/`)) return null;
  const [first = "", ...rest] = file.slice(folder.length + 1).split("/");
  return rest.length > 0 ? `${folder}/${first}/` : `${folder}/${first}`;
}

/** The imports among the direct children of a folder, each once. */
function arrowsAmongChildren(folder: string, arrows: readonly FileArrow[]): FileArrow[] {
  const seen = new Map<string, FileArrow>();
  for (const [from, to] of arrows) {
    const [source, target] = [childOf(folder, from), childOf(folder, to)];
    if (source === null || target === null || source === target) continue;
    seen.set(`${source} ${target}`, [source, target]);
  }
  return [...seen.values()];
}

/** Every folder above a file, the nearest first; none for a file at the root. */
function foldersAbove(file: string): string[] {
  const folder = dirname(file);
  return folder === "." ? [] : [folder, ...foldersAbove(folder)];
}

const inWords = (kind: string) => (cycle: readonly string[]) => `${cycle.join(" -> ")}: a cycle of ${kind}`;

/**
 * Every import cycle, one line each: among files, and at each level among the folders (and files) that lie side by
 * side. Tests take no part in cycles of folders: they may import what is built on the unit they test.
 */
export function importCycles(arrows: readonly Arrow[]): string[] {
  const all = fileArrows(arrows);
  const shipped = all.filter(([from]) => !isTest(from));
  const folders = new Set(shipped.flatMap(([from]) => foldersAbove(from)));
  const ofFolders = [...folders].flatMap((folder) => cyclesIn(graphOf(arrowsAmongChildren(folder, shipped))));
  // A cycle of files that lie side by side is found by both walks, and said once.
  const withFolder = ofFolders.filter((cycle) => cycle.some((name) => name.endsWith("/")));
  return [...cyclesIn(graphOf(all)).map(inWords("files")), ...withFolder.map(inWords("folders"))];
}
