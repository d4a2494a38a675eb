import { describe, expect, it } from "vitest";
import { createPreloadProof } from "./preload-proof.ts";

describe("createPreloadProof", () => {
  it("issues one proof for each document", () => {
    const proof = createPreloadProof();
    expect(proof.issue()).toBeNull();
    proof.documentStarts();
    const first = proof.issue();
    expect(first).toMatch(/^[\w-]{43}$/);
    expect(proof.issue()).toBeNull();
    expect(proof.matches(first)).toBe(true);
  });

  it("keeps the proof of a document whose successor does not load", () => {
    const proof = createPreloadProof();
    proof.documentStarts();
    const first = proof.issue();
    proof.documentStarts();
    expect(proof.matches(first)).toBe(true);
    const second = proof.issue();
    expect(second).not.toBe(first);
    expect(proof.matches(first)).toBe(false);
    expect(proof.matches(second)).toBe(true);
  });

  it("matches nothing else, and throws for nothing", () => {
    const proof = createPreloadProof();
    const others = [undefined, null, "", "a".repeat(43), "é".repeat(43), 7, {}, [], { length: 43 }, new Uint8Array(43)];
    for (const other of others) expect(proof.matches(other)).toBe(false);
    proof.documentStarts();
    const issued = proof.issue() ?? "";
    for (const other of [...others, `${issued} `, issued.slice(1), [issued]]) expect(proof.matches(other)).toBe(false);
  });
});
