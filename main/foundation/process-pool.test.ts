import { expect, it } from "vitest";
import { createProcessPool } from "./process-pool.ts";
import { scriptedProcesses } from "./scripted-process.test-harness.ts";

const exchange = {
  timeoutMs: 1000,
  onMessage: (message: unknown) => ({ value: String(message) }),
  onEnded: (reason: string) => reason,
};

function opened() {
  const processes = scriptedProcesses();
  const pool = createProcessPool(2, processes);
  const ask = (request: string) => pool.ask<string>(request, exchange);
  return { ...processes, pool, ask };
}

it("starts one process for requests that follow each other", async () => {
  const { started, ask, settle } = opened();
  for (const request of ["a", "b", "c"]) {
    const answer = ask(request);
    await settle();
    started[0]?.post("done");
    expect(await answer).toBe("done");
  }
  expect(started).toHaveLength(1);
});

it("starts another process for requests that would wait, and never more than its size", async () => {
  const { started, ask, settle } = opened();
  const answers = ["a", "b", "c", "d", "e"].map(ask);
  await settle();
  expect(started.map(({ sent }) => sent)).toEqual([["a"], ["c"]]);
  for (let round = 0; round < 3; round += 1) {
    for (const process of started) process.post("done");
    await settle();
  }
  expect(await Promise.all(answers)).toEqual(Array(5).fill("done"));
  expect(started.map(({ sent }) => sent)).toEqual([
    ["a", "b", "e"],
    ["c", "d"],
  ]);
});

it("loses only the request that ends a process", async () => {
  const { started, ask, settle } = opened();
  const answers = ["a", "b", "c"].map(ask);
  await settle();
  started[0]?.exit();
  started[1]?.post("done");
  await settle();
  started[2]?.post("done");
  expect(await Promise.all(answers)).toEqual(["exit", "done", "done"]);
});

it("ends every process when it is closed", async () => {
  const { started, ask, pool, settle } = opened();
  const answers = ["a", "b", "c"].map(ask);
  await settle();
  pool.close();
  expect(await Promise.all(answers)).toEqual(["closed", "closed", "closed"]);
  expect(started.map(({ killed }) => killed)).toEqual([true, true]);
});
