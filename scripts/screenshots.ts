/** `npm run screenshots`: makes the README's picture anew, of the real app over a sandbox with forty videos. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { root } from "./run/paths.ts";
import { launchApp } from "./window/launch-app.ts";
import { takePicture } from "./window/take-picture.ts";

type Address = { url: string; clientId: string; clientSecret: string };

async function startSandbox(folder: string): Promise<{ server: ChildProcess; address: Address }> {
  const options = ["--port", "0", "--dir", folder, "--videos", "40", "--processing", "0"];
  const script = join(root, "sandbox", "cli.ts");
  const server = spawn(process.execPath, [script, ...options], { stdio: ["ignore", "pipe", "inherit"] });
  for await (const line of createInterface({ input: server.stdout })) {
    return { server, address: JSON.parse(line) as Address };
  }
  throw new Error("The sandbox ended before it served.");
}

const folder = mkdtempSync(join(tmpdir(), "screenshots-"));
const { server, address } = await startSandbox(folder);
try {
  const { page, close } = await launchApp({
    BIGGO_API_URL: address.url,
    BIGGO_CLIENT_ID: address.clientId,
    BIGGO_CLIENT_SECRET: address.clientSecret,
  });
  try {
    await page.getByRole("grid").waitFor();
    // The pointer rests on a virtual display's middle, where a card would show that it is pointed at.
    await page.mouse.move(0, 0);
    await takePicture(page, join(root, "docs", "screenshot.png"));
    console.log("docs/screenshot.png made");
  } finally {
    await close();
  }
} finally {
  server.kill();
  rmSync(folder, { recursive: true, force: true });
}
