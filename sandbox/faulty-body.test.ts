import type { Socket } from "node:net";
import { PassThrough, Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { describe, expect, it, vi } from "vitest";
import { pipeThrough, resetAfter, throttle } from "./faulty-body.ts";

describe("throttle", () => {
  it("limits the read rate and loses nothing", async () => {
    const bytes = Buffer.alloc(5000, 7);
    const start = performance.now();
    const read = await buffer(pipeThrough(Readable.from([bytes]), [throttle(20_000)]));
    expect(read.equals(bytes)).toBe(true);
    expect(performance.now() - start).toBeGreaterThan(200);
  });
});

describe("resetAfter", () => {
  it("resets the socket before passing on the byte that reaches the limit", async () => {
    const resetAndDestroy = vi.fn();
    const source = new PassThrough();
    const body = pipeThrough(source, [resetAfter(10, { resetAndDestroy } as unknown as Socket)]);
    source.write(Buffer.alloc(9));
    source.write(Buffer.alloc(1));
    await expect(buffer(body)).rejects.toThrow("cut");
    expect(resetAndDestroy).toHaveBeenCalledOnce();
  });
});
