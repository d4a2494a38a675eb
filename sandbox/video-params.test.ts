import { describe, expect, it } from "vitest";
import { BiggoFailure } from "./biggo-error.ts";
import { readVideoChanges } from "./video-params.ts";

const isKnownProduct = (ref: { oid: string }) => ref.oid !== "gone";
const all = { title: "t", description: "d", access: 0 };

function codeOf(mode: "all" | "some", body: unknown): number | null {
  try {
    readVideoChanges({ body, mode, isKnownProduct });
    return null;
  } catch (error) {
    if (error instanceof BiggoFailure) return error.code;
    throw error;
  }
}

describe("readVideoChanges", () => {
  it("POST requires title, description and access, and null leaves a field unchanged", () => {
    expect(codeOf("all", { title: "t", description: "d" })).toBe(1010);
    expect(codeOf("all", undefined)).toBe(1010);
    expect(readVideoChanges({ body: { ...all, title: null }, mode: "all", isKnownProduct })).toEqual({
      description: "d",
      access: 0,
    });
  });

  it("PATCH requires at least one parameter", () => {
    expect(codeOf("some", {})).toBe(1010);
    expect(codeOf("some", { title: null })).toBe(1010);
    expect(codeOf("some", { other: 1 })).toBe(1010);
    expect(readVideoChanges({ body: { thumbnail_time: 1200 }, mode: "some", isKnownProduct })).toEqual({
      thumbnail_ms: 1200,
    });
  });

  it("accepts access as a number or a word", () => {
    const accessOf = (access: unknown) => readVideoChanges({ body: { access }, mode: "some", isKnownProduct }).access;
    expect([0, 1, 2, "public", "private", "unlisted"].map(accessOf)).toEqual([0, 1, 2, 0, 1, 2]);
  });

  it.each([
    [{ title: 5 }, 1006],
    [{ description: ["d"] }, 1006],
    [{ access: 3 }, 1006],
    [{ access: "friends" }, 1006],
    [{ access: "1x" }, 1006],
    [{ thumbnail_time: -1 }, 1006],
    [{ thumbnail_time: "1" }, 1006],
    [{ product_list: {} }, 1006],
    [{ product_list: [{ nindex: "a" }] }, 1006],
    [{ product_list: [null] }, 1006],
    [{ product_list: [{ nindex: "a", oid: "gone" }] }, 1008],
    [{ product_list: Array(11).fill({ nindex: "a", oid: "b" }) }, 1009],
  ])("rejects %o", (body, code) => {
    expect(codeOf("some", body)).toBe(code);
  });

  it("accepts up to ten products as a replacement list, and an empty list", () => {
    const product_list = Array.from({ length: 10 }, (_, index) => ({ nindex: "a", oid: index }));
    const changes = readVideoChanges({ body: { product_list }, mode: "some", isKnownProduct });
    expect(changes.products).toHaveLength(10);
    expect(changes.products?.[3]).toEqual({ nindex: "a", oid: "3" });
    expect(readVideoChanges({ body: { product_list: [] }, mode: "some", isKnownProduct })).toEqual({ products: [] });
  });
});
