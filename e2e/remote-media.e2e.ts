import { createServer, request as forward, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "@playwright/test";
import { type SpawnedSandbox, spawnSandbox } from "../sandbox/testing.ts";
import { newFolder, openApp, removeFolder } from "./support/app.ts";

/** Passes a request on; the caller ends it. `answered` gets the answer. */
function pass(
  target: string,
  { method, url = "", headers }: IncomingMessage,
  answered: (answer: IncomingMessage) => Promise<void>,
) {
  return forward(`${target}${url}`, { method, headers: { ...headers, host: new URL(target).host } }, answered);
}

/** A server before the sandbox that gives its media as some clouds do; `fetched` are the covers it was asked for. */
async function openCloud({ url: target }: SpawnedSandbox) {
  const fetched: string[] = [];
  let signature = 0;
  const serveMedia = (incoming: IncomingMessage, outgoing: ServerResponse) => {
    const { url = "" } = incoming;
    if (!url.startsWith("/moved/")) {
      if (url.includes("cover")) fetched.push(url);
      return outgoing.writeHead(302, { location: `/moved${url}` }).end();
    }
    incoming.url = url.slice("/moved".length).split("?")[0];
    pass(target, incoming, async (answer) => {
      outgoing.writeHead(answer.statusCode ?? 500, { ...answer.headers, "content-type": "binary/octet-stream" });
      answer.pipe(outgoing);
    }).end();
  };
  const server = createServer((incoming, outgoing) => {
    if (/^\/(moved\/)?media\//.test(incoming.url ?? "")) return serveMedia(incoming, outgoing);
    const onward = pass(target, incoming, async (answer) => {
      signature += 1;
      const text = Buffer.concat(await answer.toArray()).toString();
      const { port } = server.address() as AddressInfo;
      const signed = text.replaceAll(
        /"https?:\/\/[^"]*(\/media\/[^"?]*)"/g,
        `"//127.0.0.1:${port}$1?Signature=${signature}"`,
      );
      const { "content-length": _, ...headers } = answer.headers;
      outgoing.writeHead(answer.statusCode ?? 500, headers).end(signed);
    });
    incoming.pipe(onward);
  });
  server.listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, fetched, close: () => server.close() };
}

test("shows films as binary/octet-stream, and covers behind a 302 as //host/… whose addresses are signed anew", async () => {
  const sandbox = await spawnSandbox({ args: ["--videos", "4", "--processing", "0"] });
  const data = await newFolder("data");
  const cloud = await openCloud(sandbox);
  const key = { BIGGO_CLIENT_ID: sandbox.clientId, BIGGO_CLIENT_SECRET: sandbox.clientSecret };
  const app = await openApp({ data, env: { BIGGO_API_URL: cloud.url, ...key } });
  const { page } = app;
  try {
    const cells = page.getByRole("gridcell");
    await expect(cells).toHaveCount(4);
    const covers = () =>
      cells.evaluateAll((all) => {
        const isShown = (image: HTMLImageElement) => image.src.includes("/media/cover/") && image.naturalWidth > 0;
        return all.filter((cell) => [...cell.querySelectorAll("img")].some(isShown)).length;
      });
    await expect.poll(covers).toBe(4);
    const before = cloud.fetched.length;
    for (const _ of [1, 2]) {
      await page.getByRole("button", { name: "Sync now" }).click();
      await page.reload();
      await expect.poll(covers).toBe(4);
    }
    expect(cloud.fetched).toHaveLength(before);
    await cells.first().click();
    const isPlayable = () =>
      page
        .locator("aside video")
        .first()
        .evaluate((video) => (video as HTMLVideoElement).readyState);
    await expect.poll(isPlayable).toBeGreaterThanOrEqual(2);
  } finally {
    await app.quit();
    await sandbox.stop();
    cloud.close();
    await removeFolder(data);
  }
});
