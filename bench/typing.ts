import { once } from "node:events";
import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { CDPSession, Page } from "@playwright/test";
import type { SpawnedSandbox } from "../sandbox/testing.ts";
import { withApp } from "./app-on-sandbox.ts";
import { type Row, report } from "./report.ts";

/** How many products every search finds. */
let resultCount = 1000;
const perPage = 30;

const product = (at: number) => ({
  nindex: "tw_ec_bench",
  oid: String(at),
  title: `Product number ${at} 空氣清淨機 HEPA 濾網`,
  price: 100 + at,
  symbol: "NT$",
  currency: "TWD",
  store: { name: "momo" },
});

function answerSearch(url: URL, response: ServerResponse): void {
  const page = Number(url.searchParams.get("p") ?? 1);
  const list = Array.from({ length: perPage }, (_, at) => product((page - 1) * perPage + at)).filter(
    ({ oid }) => Number(oid) < resultCount,
  );
  response.setHeader("content-type", "application/json");
  response.end(
    JSON.stringify({ result: true, total: resultCount, total_page: Math.ceil(resultCount / perPage), list }),
  );
}

/** Proxies the sandbox and replaces its search with one that finds 1,000 products for every query. */
async function serveManyProducts(sandbox: SpawnedSandbox) {
  const forward = (incoming: IncomingMessage, response: ServerResponse) => {
    const url = new URL(incoming.url ?? "/", sandbox.url);
    if (url.pathname.includes("/spa/search/")) return answerSearch(url, response);
    const { method, headers } = incoming;
    const outgoing = request(url, { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    outgoing.on("error", () => response.destroy());
    incoming.pipe(outgoing);
  };
  const server = createServer(forward).listen(0, "127.0.0.1");
  await once(server, "listening");
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

/** The page's main-thread time so far, ms, as Chromium's TaskDuration metric. */
async function taskMs(cdp: CDPSession): Promise<number> {
  const { metrics } = await cdp.send("Performance.getMetrics");
  return (metrics.find(({ name }) => name === "TaskDuration")?.value ?? 0) * 1000;
}

/** The main-thread time of each key press, including the rendering it causes, ms. */
async function typeInto(page: Page, cdp: CDPSession, keys: number): Promise<number[]> {
  const took: number[] = [];
  for (let at = 0; at < keys; at += 1) {
    const before = await taskMs(cdp);
    await page.keyboard.press("abcdefghij"[at % 10] ?? "a");
    await page.waitForTimeout(60);
    took.push((await taskMs(cdp)) - before);
  }
  return took;
}

/** Runs in the page: adds and focuses a bare text field, as the reference. */
const bareField = `(() => {
  const field = document.createElement("input");
  field.style.cssText = "position:fixed;top:0;left:0;z-index:99";
  document.body.append(field);
  field.focus();
})()`;

/** Loads every page of results by scrolling the list. */
async function loadAll(page: Page): Promise<void> {
  await page.getByRole("combobox", { name: "Find products" }).fill("products");
  await page.getByText(`${resultCount.toLocaleString("en")} products`).waitFor();
  const list = "document.querySelector('[role=listbox]')";
  const height = `${list}.scrollHeight`;
  while ((await page.evaluate<number>(height)) < resultCount * 48) {
    await page.evaluate(`${list}.scrollTop = ${list}.scrollHeight`);
    await page.waitForTimeout(100);
  }
}

/** Measures typing in the editor with 1,000 search results in the list. */
export async function benchTyping(isTiny: boolean): Promise<void> {
  resultCount = isTiny ? 60 : 1000;
  const keys = isTiny ? 5 : 60;
  let close = () => {};
  const apiUrl = async (sandbox: SpawnedSandbox) => {
    const { server, url } = await serveManyProducts(sandbox);
    close = () => {
      server.closeAllConnections();
      server.close();
    };
    return url;
  };
  await withApp({ sandbox: ["--videos", "20", "--processing", "0"], apiUrl }, async ({ page, electronPath }) => {
    const cdp = await page.context().newCDPSession(page);
    await cdp.send("Performance.enable");
    await page.getByRole("gridcell").nth(1).click();
    await loadAll(page);
    const measured: [string, number[]][] = [];
    await page.getByRole("textbox", { name: "Description" }).focus();
    measured.push(["description", await typeInto(page, cdp, keys)]);
    await page.getByRole("combobox", { name: "Find products" }).focus();
    measured.push(["product box", await typeInto(page, cdp, keys)]);
    await page.evaluate(bareField);
    const bare = await typeInto(page, cdp, keys);
    const rows = measured.map(([name, values]): Row => {
      return { name: `a key in the ${name}, beside a bare field`, unit: "ms", values, reference: bare };
    });
    report({ bench: "typing", rows, electron: electronPath, isTiny });
  });
  close();
}
