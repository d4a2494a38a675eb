import { signIn } from "../../sandbox/test-client.ts";
import { type SpawnedSandbox, spawnSandbox } from "../../sandbox/testing.ts";

/** The sandbox that screenshots are taken against. */
export interface ScreenshotSandbox extends Pick<SpawnedSandbox, "url" | "control" | "stop"> {
  /** Environment variables that connect an app to it. */
  env: Record<string, string>;
  /** Makes an API call with the account's token, as another client would. */
  call(method: string, path: string, body: unknown): Promise<void>;
}

/** Starts a sandbox with this many videos, in a temporary folder that `stop` removes. */
export async function startScreenshotSandbox(videos: number): Promise<ScreenshotSandbox> {
  const sandbox = await spawnSandbox({ args: ["--videos", String(videos), "--processing", "0"] });
  const { url, clientId, clientSecret, control, stop } = sandbox;
  return {
    env: { BIGGO_API_URL: url, BIGGO_CLIENT_ID: clientId, BIGGO_CLIENT_SECRET: clientSecret },
    url,
    control,
    stop,
    async call(method, path, body) {
      const api = await signIn(sandbox);
      await api.call(method, path, { body });
    },
  };
}
