import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { readCommandLine } from "./cli-options.ts";
import { startTestSandbox } from "./start-test-sandbox.ts";

async function main(): Promise<void> {
  const sample = resolve(import.meta.dirname, "../assets/sample.mp4");
  const { options, dir, exitWithStdin } = readCommandLine(process.argv.slice(2), sample);
  const sandbox = await startTestSandbox({ ...options, dir: dir ?? mkdtempSync(join(tmpdir(), "biggo-sandbox-")) });
  const { url, clientId, clientSecret } = sandbox;
  const stop = () => {
    void sandbox.close().finally(() => process.exit(0));
  };
  process.once("SIGTERM", stop);
  process.once("SIGINT", stop);
  if (exitWithStdin) process.stdin.once("end", stop).once("error", stop).resume();
  process.stdout.write(`${JSON.stringify({ url, clientId, clientSecret })}\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
