import type { Arrow } from "./source-graph.ts";

type Graph = Map<string, string[]>;

function graphOf(arrows: readonly Arrow[]): Graph {
  const graph: Graph = new Map();
  for (const { from, to } of arrows) {
    if (to.kind === "file") graph.set(from, [...(graph.get(from) ?? []), to.name]);
  }
  return graph;
}

/** Every import cycle a depth-first walk meets, as a line from file to file back to where it began. */
export function importCycles(arrows: readonly Arrow[]): string[] {
  const graph = graphOf(arrows);
  const done = new Set<string>();
  const path: string[] = [];
  const cycles: string[] = [];
  const visit = (file: string): void => {
    const start = path.indexOf(file);
    if (start >= 0) {
      cycles.push(`${[...path.slice(start), file].join(" -> ")}: a cycle`);
      return;
    }
    if (done.has(file)) return;
    path.push(file);
    for (const next of graph.get(file) ?? []) visit(next);
    path.pop();
    done.add(file);
  };
  for (const file of graph.keys()) visit(file);
  return cycles;
}
