import { signIn } from "../../sandbox/test-client.ts";
import { type SpawnedSandbox, spawnSandbox } from "../../sandbox/testing.ts";

/** A BigGo to take pictures against. */
export interface PictureSandbox extends Pick<SpawnedSandbox, "url" | "control" | "stop"> {
  /** What points an app at it. */
  env: Record<string, string>;
  /** A data call with its token, as another program would make it. */
  call(method: string, path: string, body: unknown): Promise<void>;
}

/** Starts the sandbox with so many videos, in a folder of its own that goes with it. */
export async function startPictureSandbox(videos: number): Promise<PictureSandbox> {
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
