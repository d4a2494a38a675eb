import { setTimeout as delay } from "node:timers/promises";
import type { Listener } from "../../scripts/attack/network-probes.ts";
import type { App } from "./app.ts";

/** How long a probe may take to reach the port, ms. */
const reachMs = 600;

type Probes = Readonly<Record<string, string>>;

/** Runs the body of a probe in the page; whatever becomes of it. */
async function run({ page }: App, { port }: Listener, body: string): Promise<void> {
  const script = `(async () => { ${body.replaceAll("HOST", `127.0.0.1:${port}`)} })()`;
  await page.evaluate(`void ${script}.catch(() => {})`).catch(() => {});
}

/** The names of the probes that reach the port, tried one after the other. */
export async function findReaching(app: App, listener: Listener, probes: Probes): Promise<string[]> {
  const reached: string[] = [];
  for (const [name, body] of Object.entries(probes)) {
    listener.take();
    await run(app, listener, body);
    await delay(reachMs);
    if (listener.take() > 0) reached.push(name);
  }
  return reached;
}

/** How many connections and datagrams reach the port when all probes run at once. */
export async function countReached(app: App, listener: Listener, probes: Probes): Promise<number> {
  listener.take();
  for (const body of Object.values(probes)) await run(app, listener, body);
  await delay(3 * reachMs);
  return listener.take();
}

/** What keeps the page's session from the network, besides the content security policy. */
export type Layer = "guard" | "proxy" | "WebRTC policy";

/** Takes layers of the session away. */
export function takeLayersAway({ electron }: App, layers: readonly Layer[]): Promise<void> {
  return electron.evaluate(async ({ BrowserWindow, session: { defaultSession } }, taken) => {
    if (taken.includes("guard")) defaultSession.webRequest.onBeforeRequest(null);
    if (taken.includes("proxy")) await defaultSession.setProxy({ mode: "direct" });
    if (!taken.includes("WebRTC policy")) return;
    for (const { webContents } of BrowserWindow.getAllWindows()) webContents.setWebRTCIPHandlingPolicy("default");
  }, layers);
}
