import { execFile } from "node:child_process";
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { requestToken } from "../../sandbox/test-client.ts";
import type { SpawnedSandbox } from "../../sandbox/testing.ts";

const run = promisify(execFile);

/** Uploads with `curl -F`; resolves with the processor time that curl used, ms. Repeats an upload that is cut. */
export async function curlUpload(url: string, sandbox: SpawnedSandbox, path: string): Promise<number> {
  const { access_token: token } = (await requestToken(sandbox)).body;
  const headers = ["-H", `Authorization: Bearer ${token}`, "-H", `File-Size: ${(await stat(path)).size}`];
  const retry = ["--retry", "9", "--retry-all-errors", "--retry-delay", "1"];
  const curl = ["curl", "-sS", ...retry, "-o", "/dev/null", ...headers, "-F", `video=@${path}`, `${url}/api/v1/video/`];
  const { stderr } = await run("bash", ["-c", 'TIMEFORMAT="cpu %U %S"; time "$@"', "bash", ...curl]);
  const [, user = "0", system = "0"] = /cpu (\S+) (\S+)/.exec(stderr) ?? [];
  return (Number(user) + Number(system)) * 1000;
}

/** Uploads with the published client for npm; resolves with the time of the call, ms; null where it fails. */
export async function publishedUpload(url: string, sandbox: SpawnedSandbox, path: string): Promise<number | null> {
  const { clientId, clientSecret } = sandbox;
  const argument = JSON.stringify({ url, clientId, clientSecret, path });
  try {
    const { stdout } = await run(process.execPath, [join(import.meta.dirname, "published-client.ts"), argument]);
    return Number(stdout.trim().split("\n").at(-1));
  } catch {
    return null;
  }
}
