import { resolve } from "node:path";
import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "electron-vite";

const here = (path: string) => resolve(import.meta.dirname, path);

export default defineConfig({
  main: {
    build: {
      outDir: "out/main",
      rolldownOptions: { input: { index: here("main/index.ts"), practice: here("sandbox/practice-process.ts") } },
    },
  },
  preload: {
    build: {
      outDir: "out/preload",
      // A sandboxed preload may not load modules: everything it imports is bundled into one CommonJS file.
      externalizeDeps: false,
      rolldownOptions: {
        input: { index: here("preload/index.ts") },
        output: { format: "cjs", entryFileNames: "[name].cjs" },
      },
    },
  },
  renderer: {
    root: here("renderer"),
    plugins: [react(), tailwindcss()],
    build: {
      outDir: here("out/renderer"),
      minify: true,
      // The page is read from this computer: one file is as good as ten.
      chunkSizeWarningLimit: 1500,
      rolldownOptions: { input: { index: here("renderer/index.html") } },
    },
  },
});
