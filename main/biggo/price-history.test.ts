import { describe, expect, it } from "vitest";
import { createProductsApi } from "./products.ts";

const day = 86_400;
const history = (count: number, price: unknown = 1) =>
  createProductsApi(async () => ({
    result: true,
    price_history: Array.from({ length: count }, (_, index) => ({ x: 1_700_000_000 + (index % 366) * day, y: price })),
  })).history({ nindex: "x", oid: "p" }, 365);

describe("a price history", () => {
  it.each([
    [365, 365],
    [4001, 4000],
    [130_000, 4000],
  ])("of %i points has %i", async (sent, kept) => {
    const { points } = await history(sent);
    expect(points).toHaveLength(kept);
    expect(points.at(-1)?.atMs).toBe(Math.max(...points.map(({ atMs }) => atMs)));
  });

  it.each([1e300, "x", null, {}])("leaves out prices that are none: %j", async (price) => {
    expect((await history(10, price)).points).toEqual([]);
  });
});
