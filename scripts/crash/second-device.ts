import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { type ApiResponse, signIn } from "../../sandbox/test-client.ts";
import type { SpawnedSandbox } from "../../sandbox/testing.ts";
import { makeForeignFile, sha256Of } from "./crash-files.ts";

/**
 * What the second device uploads, always as long as one of the app's files: a video of the same shape that it describes at
 * once, as the published clients do; one of another shape; or one that only time distinguishes from the app's.
 */
export type ForeignKind = "described" | "other shape" | "twin";

/** A video as the second device left it. */
interface ForeignVideo {
  videoId: string;
  title: string;
  description: string;
  access: number;
  sha256: string;
}

function requireSuccess(response: ApiResponse): ApiResponse {
  if (response.body.result !== true) throw new Error(`The second device was refused: ${JSON.stringify(response.body)}`);
  return response;
}

/**
 * A second device on the account. Its requests differ from the app's by a trailing slash, so that the faults meant for the
 * app pass it by; `signIn` is called while there are none.
 */
export function createSecondDevice(sandbox: SpawnedSandbox, folder: string) {
  const videos: ForeignVideo[] = [];
  let client: Awaited<ReturnType<typeof signIn>> | null = null;
  let uploads = 0;

  async function call(method: string, path: string, body: unknown): Promise<ApiResponse> {
    if (client === null) throw new Error("The second device is not signed in");
    return requireSuccess(await client.call(method, path, { body }));
  }

  async function describe(video: ForeignVideo, description: string): Promise<void> {
    await call("PATCH", `video/${video.videoId}/`, { description });
    video.description = description;
  }

  return {
    async signIn(): Promise<void> {
      client = await signIn(sandbox);
    },
    /** Uploads a video that is as long as the app's file with this index. */
    async upload(kind: ForeignKind, index: number): Promise<void> {
      uploads += 1;
      const shape = kind === "other shape" ? "other" : "same";
      const path = await makeForeignFile(folder, {
        name: `phone ${uploads}.mp4`,
        index,
        shape,
        seed: 500_000 + uploads,
      });
      const form = new FormData();
      form.append("video", new Blob([new Uint8Array(await readFile(path))]), basename(path));
      const { body } = await call("POST", "video", form);
      const video = { videoId: body.video_id, title: "", description: "", access: 0, sha256: sha256Of(path) };
      videos.push(video);
      if (kind === "described") await describe(video, `from a phone, ${uploads}`);
    },
    /** Describes one of its videos anew; `choice` in [0, 1) selects it. */
    async edit(choice: number): Promise<void> {
      const video = videos[Math.floor(choice * videos.length)];
      if (video !== undefined) await describe(video, `${video.description} edited`);
    },
    videos: (): readonly ForeignVideo[] => videos,
  };
}

/** What `createSecondDevice` returns. */
export type SecondDevice = ReturnType<typeof createSecondDevice>;
