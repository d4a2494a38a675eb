import { resolve } from "node:path";
import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "electron-vite";
import type { Plugin } from "vite";
import { recordPackages } from "./scripts/packaging/record-packages.ts";

const here = (path: string) => resolve(import.meta.dirname, path);

/** The document paints its shell at once: its style sheet follows the shell, since what comes before it is not held back. */
const stylesAfterShell: Plugin = {
  name: "styles-after-shell",
  apply: "build",
  transformIndexHtml: {
    order: "post",
    handler(html) {
      const links = html.match(/ *<link rel="stylesheet"[^>]*>\n?/g) ?? [];
      const without = links.reduce((rest, link) => rest.replace(link, ""), html);
      return without.replace("</body>", `${links.join("")}  </body>`);
    },
  },
};

const devHost = "127.0.0.1";
const devPort = 5173;

export default defineConfig({
  main: {
    plugins: [recordPackages("main", import.meta.dirname)],
    build: {
      outDir: "out/main",
      minify: true,
      // One file is read and compiled faster than hundreds. What stays outside loads files of its own.
      externalizeDeps: {
        exclude: ["chokidar", "csv-parse", "csv-stringify", "electron-log", "undici", "zod"],
      },
      rolldownOptions: {
        input: {
          index: here("main/index.ts"),
          practice: here("sandbox/practice-process.ts"),
          media: here("main/media/media-process.ts"),
          pictures: here("main/pictures/picture-process.ts"),
        },
      },
    },
  },
  preload: {
    plugins: [recordPackages("preload", import.meta.dirname)],
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
    plugins: [recordPackages("renderer", import.meta.dirname), react(), tailwindcss(), stylesAfterShell],
    // The page of `npm run dev` has the origin app://uploader, so hot reloading needs Vite's real address.
    server: { host: devHost, port: devPort, strictPort: true, hmr: { protocol: "ws", host: devHost, port: devPort } },
    build: {
      outDir: here("out/renderer"),
      minify: true,
      chunkSizeWarningLimit: 1500,
      rolldownOptions: {
        input: { index: here("renderer/index.html") },
        // What the first screen needs is one file: each further one is one more request to main.
        output: { codeSplitting: { groups: [{ name: "first", test: /[\\/]renderer[\\/]start\.tsx$/ }] } },
      },
    },
  },
});
