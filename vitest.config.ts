import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    // Vitest would leave one of two cores idle, and most engine tests wait more than they compute.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    projects: [
      {
        test: {
          name: "unit",
          include: ["{shared,main,renderer,sandbox,scripts}/**/*.test.ts"],
          environment: "node",
          // Some start processes, which takes seconds on a busy machine.
          testTimeout: 20_000,
        },
      },
      {
        test: {
          name: "engine",
          include: ["{main,sandbox,scripts,e2e}/**/*.sandbox-test.ts"],
          environment: "node",
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
