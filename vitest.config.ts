import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    projects: [
      { test: { name: "unit", include: ["{shared,main,renderer,sandbox,scripts}/**/*.test.ts"], environment: "node" } },
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
