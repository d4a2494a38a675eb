import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { type SpawnedSandbox, spawnSandbox } from "../sandbox/testing.ts";
import { launchApp } from "../scripts/window/launch-app.ts";

/** Runs `measure` on the real app, a real sandbox and a temporary folder, and cleans up afterwards. */
export async function withApp(
  options: { sandbox: string[]; apiUrl?: (sandbox: SpawnedSandbox) => Promise<string> },
  measure: (fixture: { page: Page; sandbox: SpawnedSandbox; folder: string }) => Promise<void>,
): Promise<void> {
  const sandbox = await spawnSandbox({ args: options.sandbox });
  const folder = await mkdtemp(join(tmpdir(), "bench-app-"));
  const { page, close } = await launchApp({
    LANGUAGE: "en",
    BIGGO_CLIENT_ID: sandbox.clientId,
    BIGGO_CLIENT_SECRET: sandbox.clientSecret,
    BIGGO_API_URL: (await options.apiUrl?.(sandbox)) ?? sandbox.url,
  });
  try {
    await measure({ page, sandbox, folder });
  } finally {
    await close();
    await sandbox.stop();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
