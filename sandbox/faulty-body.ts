import type { Socket } from "node:net";
import { pipeline, type Readable, Transform } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";

function pace(bytesPerSecond: number): (bytes: number) => Promise<void> {
  const start = performance.now();
  let taken = 0;
  return async (bytes) => {
    taken += bytes;
    const dueMs = (taken / bytesPerSecond) * 1000 - (performance.now() - start);
    if (dueMs > 0) await sleep(dueMs);
  };
}

/** Splits a chunk into pieces of at most a quarter of a second's worth, so that a slow reader stays smooth. */
function pieces(chunk: Buffer, bytesPerSecond: number): Buffer[] {
  const step = Math.max(1, Math.floor(bytesPerSecond / 4));
  const list: Buffer[] = [];
  for (let at = 0; at < chunk.length; at += step) list.push(chunk.subarray(at, at + step));
  return list;
}

/** Limits the average read rate of the body. */
export function throttle(bytesPerSecond: number): Transform {
  const wait = pace(bytesPerSecond);
  return new Transform({
    highWaterMark: 16 * 1024,
    transform(chunk: Buffer, _encoding, done) {
      const pass = async () => {
        for (const piece of pieces(chunk, bytesPerSecond)) {
          await wait(piece.length);
          this.push(piece);
        }
      };
      pass().then(() => done(), done);
    },
  });
}

/** Resets the connection once `bytes` of the body have arrived; the chunk with the last of them is not passed on. */
export function resetAfter(bytes: number, socket: Socket): Transform {
  let seen = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      seen += chunk.length;
      if (seen < bytes) return done(null, chunk);
      socket.resetAndDestroy();
      done(new Error("the sandbox cut the connection"));
    },
  });
}

/** Pipes the body through these steps; the result fails when the connection does. */
export function pipeThrough(body: Readable, steps: readonly Transform[]): Readable {
  let last: Readable = body;
  for (const step of steps) {
    last = pipeline(last, step, () => undefined);
  }
  return last;
}
