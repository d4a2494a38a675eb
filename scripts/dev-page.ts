/**
 * `npm run dev:page`: the page over an in-memory bridge, in any browser, with hot reload. Its URL sets the initial state
 * (renderer/dev.tsx).
 */
import { join } from "node:path";
import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { createServer } from "vite";
import { root } from "./run/paths.ts";

const server = await createServer({
  configFile: false,
  root: join(root, "renderer"),
  // The sample video and the icons are served under /.
  publicDir: join(root, "assets"),
  plugins: [react(), tailwindcss()],
  server: { port: Number(process.env.PORT ?? 5174) },
});
await server.listen();
console.log(`The page over an in-memory bridge: ${server.resolvedUrls?.local[0] ?? ""}dev.html`);
