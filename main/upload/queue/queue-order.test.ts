import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { positionsAfterMove } from "./queue-order.ts";

const rowsOf = (...ids: string[]) => ids.map((id, index) => ({ id, position: index + 1 }));
const orderAfter = (rows: { id: string; position: number }[], changed: Map<string, number>) =>
  rows
    .map(({ id, position }) => ({ id, position: changed.get(id) ?? position }))
    .sort((a, b) => a.position - b.position)
    .map(({ id }) => id)
    .join("");

describe("positionsAfterMove", () => {
  it("moves a row to the front, the end or between two others, and changes only that row", () => {
    const rows = rowsOf("a", "b", "c", "d");
    for (const [id, before, order] of [
      ["d", "a", "dabc"],
      ["a", null, "bcda"],
      ["a", "d", "bcad"],
      ["b", "c", "abcd"],
    ] as const) {
      const changed = positionsAfterMove(rows, id, before);
      expect(changed.size).toBe(1);
      expect(orderAfter(rows, changed)).toBe(order);
    }
  });

  it("is a no-op for unknown rows and for a single row", () => {
    expect(positionsAfterMove(rowsOf("a", "b"), "z", "a").size).toBe(0);
    expect(positionsAfterMove(rowsOf("a", "b"), "a", "z").size).toBe(0);
    expect(positionsAfterMove(rowsOf("a"), "a", null).size).toBe(0);
  });

  it("keeps the requested order across many moves", () => {
    const move = fc.tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 6 }));
    fc.assert(
      fc.property(fc.array(move, { maxLength: 200 }), (moves) => {
        let rows = rowsOf("a", "b", "c", "d", "e", "f");
        let order = rows.map(({ id }) => id);
        for (const [from, to] of moves) {
          const id = order[from] ?? "";
          const rest = order.filter((each) => each !== id);
          const before = rest[to] ?? null;
          const changed = positionsAfterMove(rows, id, before);
          rows = rows.map((row) => ({ ...row, position: changed.get(row.id) ?? row.position }));
          rest.splice(before === null ? rest.length : to, 0, id);
          order = rest;
          expect(orderAfter(rows, new Map())).toBe(order.join(""));
        }
      }),
      { numRuns: 200, seed: 7 },
    );
  });
});
