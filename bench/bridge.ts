import { join } from "node:path";
import type { ElectronApplication } from "@playwright/test";
import { makeVideo } from "../sandbox/testing.ts";
import { callBridge } from "../scripts/window/call-bridge.ts";
import { withApp } from "./app-on-sandbox.ts";
import { type Row, report } from "./report.ts";
import { quantile } from "./statistics.ts";

interface Second {
  messages: number;
  bytes: number;
}

interface Counted {
  seconds: Second[];
  /** How many there were of each topic and call. */
  kinds: Record<string, number>;
}

/** How many kinds of messages have a row of their own. */
const maxKinds = 4;

/** Counts, for each second, what main sends to the page and what the page asks of main. */
async function countMessages(electron: ElectronApplication): Promise<void> {
  await electron.evaluate(({ BrowserWindow, ipcMain, app }) => {
    type Handler = (event: unknown, ...values: unknown[]) => unknown;
    const counted: { seconds: { messages: number; bytes: number }[]; kinds: Record<string, number> } = {
      seconds: [],
      kinds: {},
    };
    const { seconds, kinds } = counted;
    const startMs = performance.now();
    const count = (values: unknown[]) => {
      const at = Math.floor((performance.now() - startMs) / 1000);
      while (seconds.length <= at) seconds.push({ messages: 0, bytes: 0 });
      const second = seconds[at];
      if (second === undefined) return;
      const kind = String(values[0]);
      kinds[kind] = (kinds[kind] ?? 0) + 1;
      second.messages += 1;
      second.bytes += JSON.stringify(values).length;
    };
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    if (contents === undefined) throw new Error("there is no window");
    const send = contents.send.bind(contents);
    contents.send = (channel: string, ...values: unknown[]) => {
      count(values);
      send(channel, ...values);
    };
    const { _invokeHandlers: handlers } = ipcMain as unknown as { _invokeHandlers: Map<string, Handler> };
    for (const [channel, handle] of handlers) {
      handlers.set(channel, async (event, ...values) => {
        count(values);
        return handle(event, ...values);
      });
    }
    Object.assign(app, { countedInThisBench: counted });
  });
}

const countedBy = (electron: ElectronApplication) =>
  electron.evaluate(({ app }) => (app as unknown as { countedInThisBench: Counted }).countedInThisBench);

/** The messages and bytes a second between main and page while 100 films are uploaded, four at a time. */
export async function benchBridge(isTiny: boolean): Promise<void> {
  const count = isTiny ? 4 : 100;
  const options = { sandbox: ["--processing", "500"] };
  await withApp(options, async ({ page, electron, electronPath, sandbox, folder, add }) => {
    const paths = Array.from({ length: count }, (_, at) => join(folder, `film ${at}.mp4`));
    for (const [at, path] of paths.entries()) await makeVideo(path, { seed: at, sizeBytes: 2_000_000 });
    await callBridge(page, "settings.set", { parallelUploads: 4 });
    await page.getByRole("button", { name: /^Queue/ }).click();
    // As a connection of 16 Mbit/s: each upload takes its time, and its progress is shown.
    await sandbox.control("POST", "faults", { kind: "slow-read", times: 0, bytesPerSecond: 1_000_000 });
    await countMessages(electron);
    await add(paths);
    while ((await sandbox.state()).counts.uploadsCommitted < count) await page.waitForTimeout(100);
    const { seconds, kinds } = await countedBy(electron);
    const messages = seconds.map((second) => second.messages);
    const kilobytes = seconds.map(({ bytes }) => bytes / 1000);
    const mean = messages.reduce((sum, value) => sum + value, 0) / messages.length;
    report({
      bench: "bridge",
      rows: [
        { name: `messages a second, mean of ${messages.length} s`, unit: "/s", values: [mean], target: 10 },
        { name: "messages in a second, p95", unit: "/s", values: [quantile(messages, 0.95)] },
        { name: "kB in a second", unit: "kB/s", values: kilobytes },
        ...Object.entries(kinds)
          .toSorted(([, a], [, b]) => b - a)
          .slice(0, maxKinds)
          .map(([kind, times]): Row => ({ name: `of them ${kind}`, unit: "/s", values: [times / seconds.length] })),
      ],
      electron: electronPath,
      isTiny,
    });
  });
}
