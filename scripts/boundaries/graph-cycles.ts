/** Nodes by name, each with the nodes it points to. */
export type Graph = ReadonlyMap<string, readonly string[]>;

/** Every cycle that a depth-first walk meets, as the names along it; the first one is repeated at the end. */
export function cyclesIn(graph: Graph): string[][] {
  const done = new Set<string>();
  const path: string[] = [];
  const cycles: string[][] = [];
  const visit = (node: string): void => {
    const start = path.indexOf(node);
    if (start >= 0) {
      cycles.push([...path.slice(start), node]);
      return;
    }
    if (done.has(node)) return;
    path.push(node);
    for (const next of graph.get(node) ?? []) visit(next);
    path.pop();
    done.add(node);
  };
  for (const node of graph.keys()) visit(node);
  return cycles;
}
