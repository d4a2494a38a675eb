import { writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { makeVideo, type SpawnedSandbox, spawnSandbox } from "../sandbox/testing.ts";
import { dropFiles } from "../scripts/window/drop-files.ts";
import { type App, connect, goTo, newFolder, openApp, queueRow, removeFolder, truthOf } from "./support/app.ts";
import { openSignInProxy } from "./support/sign-in-proxy.ts";
import { makeCertificates, openTlsFront, trustOwnAuthority } from "./upload-table/tls-front.ts";

// A BigGo that is not on this computer as far as the app sees: a name that the company's proxy alone knows.
const host = "biggo.example";

let sandbox: SpawnedSandbox;
let proxy: Awaited<ReturnType<typeof openSignInProxy>>;
let front: Awaited<ReturnType<typeof openTlsFront>>;
let pac: ReturnType<typeof createServer>;
let pacRequests: number;
let data: string;
let files: string;
let app: App;

test.beforeEach(async () => {
  sandbox = await spawnSandbox({ args: ["--processing", "0"] });
  const authority = await trustOwnAuthority();
  front = await openTlsFront(sandbox.url, (await makeCertificates(authority))["wrong host"]);
  proxy = await openSignInProxy(undefined, {
    [`${host}:443`]: new URL(front.url).host.replace("localhost", "127.0.0.1"),
  });
  proxy.allow(null);
  pacRequests = 0;
  pac = createServer((_request, response) => {
    pacRequests += 1;
    response.writeHead(200, { "content-type": "application/x-ns-proxy-autoconfig" });
    // The first proxy of the list does not respond.
    response.end(
      `function FindProxyForURL(url, host) { return host === "${host}" ? "PROXY 127.0.0.1:1; PROXY ${proxy.address}" : "DIRECT"; }`,
    );
  });
  await new Promise<void>((resolve) => pac.listen(0, "127.0.0.1", resolve));
  [data, files] = [await newFolder("data"), await newFolder("files")];
  const root = join(files, "authority.pem");
  await writeFile(root, authority.cert);
  app = await openApp({ data, env: { BIGGO_API_URL: `https://${host}`, NODE_EXTRA_CA_CERTS: root } });
  const pacScript = `http://127.0.0.1:${(pac.address() as AddressInfo).port}/proxy.pac`;
  await app.electron.evaluate(
    ({ session }, url) => session.fromPartition("proxies").setProxy({ mode: "pac_script", pacScript: url }),
    pacScript,
  );
  await connect(app.page, sandbox.clientId, sandbox.clientSecret);
  await expect(app.page.getByText("@kaixiang.lab").first()).toBeVisible();
});
test.afterEach(async () => {
  await app.quit();
  await front.close();
  await proxy.close();
  pac.close();
  await sandbox.stop();
  for (const folder of [data, files]) await removeFolder(folder);
});

async function drop(title: string, seed: number): Promise<void> {
  await makeVideo(join(files, `${title}.mp4`), { seed });
  await dropFiles(app.page, [join(files, `${title}.mp4`)]);
  await app.page.getByRole("button", { name: "Publish 1 video" }).click();
  await goTo(app.page, "Queue");
}

test("uploads by the second proxy of a PAC file, with the company's own root certificate", async () => {
  await drop("Company", 8401);
  await expect(queueRow(app.page, "Company")).toContainText("Complete");
  expect(pacRequests).toBeGreaterThan(0);
  expect(proxy.seen.passed).toBeGreaterThan(0);
  expect((await truthOf(sandbox)).counts.uploadsCommitted).toBe(1);
});

test("uploads by Retry although the system says that there is no network", async () => {
  const { page, electron } = app;
  await electron.evaluate(({ net }) => {
    net.isOnline = () => false;
  });
  await goTo(page, "Queue");
  await expect(page.getByText("No network. Videos you add will upload when it’s back.")).toBeVisible();
  await drop("Behind a virtual adapter", 8402);
  await expect(page.getByText("Waiting for the network. 1 video will continue automatically.")).toBeVisible();
  await page.screenshot({ path: "out/test-results/no-network.png", animations: "disabled" });
  await page.getByRole("button", { name: "Retry" }).click();
  await expect(queueRow(page, "Behind a virtual adapter")).toContainText("Complete");
  await expect(page.getByText(/Waiting for the network|No network/)).toHaveCount(0);
  expect((await truthOf(sandbox)).counts.uploadsCommitted).toBe(1);
  // Still believed over the system, for the next video too.
  await drop("The next one", 8403);
  await expect(queueRow(page, "The next one")).toContainText("Complete");
});
