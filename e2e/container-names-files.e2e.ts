import { expect, test } from "@playwright/test";
import { type Listener, listen } from "../scripts/attack/network-probes.ts";
import { type App, newFolder, openApp, removeFolder } from "./support/app.ts";

let data: string;
let app: App;
let listener: Listener;

test.beforeAll(async () => {
  listener = await listen();
  data = await newFolder("data");
  app = await openApp({ data });
  await expect(app.page.getByLabel("Client ID")).toBeVisible();
});
test.afterAll(async () => {
  await app.electron.close();
  listener.close();
  await removeFolder(data);
});

/** Plays playlists that name a server, as files of several types; resolves when players had time to follow them. */
async function playPlaylists(): Promise<number> {
  listener.take();
  await app.page.evaluate((host) => {
    const segment = `http://${host}/segment.ts`;
    const playlists = {
      "application/vnd.apple.mpegurl": `#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\n${segment}\n#EXT-X-ENDLIST\n`,
      "application/x-mpegurl": `#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1,CODECS="avc1.42e01e"\n${segment}\n`,
      "application/dash+xml": `<MPD xmlns="urn:mpeg:dash:schema:mpd:2011"><BaseURL>${segment}</BaseURL></MPD>`,
    };
    for (const [type, text] of Object.entries(playlists)) {
      for (const called of [type, "video/mp4"]) {
        const video = document.createElement("video");
        video.muted = true;
        video.src = URL.createObjectURL(new Blob([text], { type: called }));
        document.body.append(video);
        void video.play().catch(() => {});
      }
    }
  }, `127.0.0.1:${listener.port}`);
  await app.page.waitForTimeout(2500);
  return listener.take();
}

test("a container that names other files makes the player fetch nothing", async () => {
  expect(await playPlaylists()).toBe(0);

  const session = await app.page.context().newCDPSession(app.page);
  await session.send("Page.setBypassCSP", { enabled: true });
  await app.page.reload();
  expect(await playPlaylists(), "without the policy").toBe(0);

  const canFollow = await app.page.evaluate(
    () => document.createElement("video").canPlayType("application/vnd.apple.mpegurl") !== "",
  );
  await app.electron.evaluate(async ({ session: { defaultSession } }) => {
    defaultSession.webRequest.onBeforeRequest(null);
    await defaultSession.setProxy({ mode: "direct" });
  });
  const reached = await playPlaylists();
  test.info().annotations.push({ type: "player follows playlists", description: `${canFollow}, ${reached} requests` });
  if (canFollow) expect(reached, "the probe is real").toBeGreaterThan(0);
});
