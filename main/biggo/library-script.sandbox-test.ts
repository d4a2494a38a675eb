import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeVideo, type SpawnedSandbox, spawnSandbox } from "../../sandbox/testing.ts";

const run = promisify(execFile);
const docs = join(import.meta.dirname, "../../docs");

let sandbox: SpawnedSandbox;
let folder: string;

beforeAll(async () => {
  sandbox = await spawnSandbox({ args: ["--processing", "500", "--videos", "23"] });
  folder = await mkdtemp(join(tmpdir(), "library-script-"));
});
afterAll(async () => {
  await sandbox.stop();
  await rm(folder, { recursive: true });
});

/** The example of the document, saved in a folder of its own: its relative imports are resolved as from docs/. */
async function saveExample(): Promise<string> {
  const [, script = ""] = /^```ts\n(.*?)^```$/ms.exec(readFileSync(join(docs, "biggo-client.md"), "utf8")) ?? [];
  const resolved = script.replaceAll(
    /from "(\.[^"]+)"/g,
    (_, path) => `from "${pathToFileURL(join(docs, path)).href}"`,
  );
  const file = join(folder, "example.ts");
  await writeFile(file, resolved);
  return file;
}

describe("the example of docs/biggo-client.md", () => {
  it("runs under plain Node: lists videos, uploads a file with details and waits until it is complete", async () => {
    const video = join(folder, "clip.mp4");
    await makeVideo(video, { seed: 1 });
    const own = await sandbox.ownVideos();
    const { url: BIGGO_API_URL, clientId: BIGGO_CLIENT_ID, clientSecret: BIGGO_CLIENT_SECRET } = sandbox;
    const env = { ...process.env, BIGGO_API_URL, BIGGO_CLIENT_ID, BIGGO_CLIENT_SECRET };
    const { stdout } = await run(process.execPath, [await saveExample(), video], { env });

    for (const { video_id } of own) expect(stdout).toContain(video_id);
    expect(stdout).toContain("100 %");
    const [, videoId] = /^complete: (\S+)$/m.exec(stdout) ?? [];
    const stored = (await sandbox.ownVideos()).find(({ video_id }) => video_id === videoId);
    expect(stored).toMatchObject({ title: "Unboxing", description: "First impressions", access: 2 });
    expect(stored?.file_name).toBe("clip.mp4");
  });
});
