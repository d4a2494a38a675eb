import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          include: ["{shared,main,preload,renderer,sandbox,scripts}/**/*.test.ts"],
          environment: "node",
          // Vitest would leave one of two cores idle.
          maxWorkers: Math.max(2, availableParallelism() - 1),
          // Some start processes, which takes seconds on a busy machine.
          testTimeout: 20_000,
        },
      },
      {
        test: {
          name: "engine",
          include: ["{main,sandbox,scripts,e2e}/**/*.sandbox-test.ts"],
          environment: "node",
          // Most wait for timers, files and the sandbox more than they compute.
          maxWorkers: Math.max(2, availableParallelism()) * 2,
          // Vitest requires a group for each number of workers.
          sequence: { groupOrder: 1 },
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
