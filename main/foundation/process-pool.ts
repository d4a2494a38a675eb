import { type BoundedProcess, type BoundedProcessDeps, createBoundedProcess } from "./bounded-process.ts";

/** A process with this many requests has enough to do: the next one goes to another process. */
const enoughRequests = 2;

/**
 * Creates up to `size` bounded processes for the same work, and distributes requests among them. The second and later ones
 * are started only for requests that would wait for others, so that a single request never costs more than one process.
 */
export function createProcessPool(size: number, deps: BoundedProcessDeps): BoundedProcess {
  const members = Array.from({ length: size }, () => ({ process: createBoundedProcess(deps), requests: 0 }));
  const leastBusy = () => members.reduce((least, member) => (member.requests < least.requests ? member : least));
  return {
    async ask(request, exchange) {
      const member = members.find(({ requests }) => requests < enoughRequests) ?? leastBusy();
      member.requests += 1;
      try {
        return await member.process.ask(request, exchange);
      } finally {
        member.requests -= 1;
      }
    },
    close() {
      for (const { process } of members) process.close();
    },
  };
}
