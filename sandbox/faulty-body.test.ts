import type { Socket } from "node:net";
import { PassThrough, Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { expect, test, vi } from "vitest";
import { cutAfter, slowly, through } from "./faulty-body.ts";

test("a slow reader takes the time its speed asks for and loses nothing", async () => {
  const bytes = Buffer.alloc(5000, 7);
  const start = performance.now();
  const read = await buffer(through(Readable.from([bytes]), [slowly(20_000)]));
  expect(read.equals(bytes)).toBe(true);
  expect(performance.now() - start).toBeGreaterThan(200);
});

test("a cut resets the socket before the byte that reaches the mark is passed on", async () => {
  const resetAndDestroy = vi.fn();
  const source = new PassThrough();
  const body = through(source, [cutAfter(10, { resetAndDestroy } as unknown as Socket)]);
  source.write(Buffer.alloc(9));
  source.write(Buffer.alloc(1));
  await expect(buffer(body)).rejects.toThrow("cut");
  expect(resetAndDestroy).toHaveBeenCalledOnce();
});
