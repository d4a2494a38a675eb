/** Sends calls in the order in which they were made, a bounded number of them at once; the others wait in the page. */
export type SendInTurn = (size: number, send: () => Promise<string>) => Promise<string>;

/** As many calls do not hold main up, and a slow one, such as a dialog, delays no other. */
const maxSmall = 256;
/** Calls with a list of all videos, or with a picture. */
const maxLarge = 3;
/** Inputs of more bytes are large. */
const largeBytes = 64 * 1024;

function createQueue(maxConcurrent: number): (send: () => Promise<string>) => Promise<string> {
  let sent = 0;
  const waiting = new Set<() => void>();
  return async (send) => {
    if (sent >= maxConcurrent) await new Promise<void>((resolve) => waiting.add(resolve));
    else sent += 1;
    try {
      return await send();
    } finally {
      // The turn goes to the call that has waited longest.
      const [next] = waiting;
      if (next === undefined) sent -= 1;
      else {
        waiting.delete(next);
        next();
      }
    }
  };
}

/** Creates the two queues: a large call waits for large ones only. `size` is in bytes. */
export function createSendInTurn(): SendInTurn {
  const small = createQueue(maxSmall);
  const large = createQueue(maxLarge);
  return (size, send) => (size > largeBytes ? large(send) : small(send));
}
