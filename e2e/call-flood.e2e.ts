import { expect, test } from "@playwright/test";
import { mainDelayMs, measureMain, residentBytes } from "../scripts/window/main-load.ts";
import { type App, newFolder, openApp, removeFolder } from "./support/app.ts";

let data: string;
let app: App;

test.beforeAll(async () => {
  data = await newFolder("data");
  app = await openApp({ data });
  await expect(app.page.getByLabel("Client ID")).toBeVisible();
});
test.afterAll(async () => {
  await app.quit();
  await removeFolder(data);
});

interface Flood {
  /** How many answers there were of each code; `ok` for a result, `thrown` for none. */
  codes: Record<string, number>;
  /** Characters of the longest answer. */
  longest: number;
}

/** Runs `calls` in the page, an expression for the promises of calls of the bridge. */
async function flood(calls: string): Promise<Flood & { delayMs: number; grownBytes: number }> {
  const { pid = 0 } = app.electron.process();
  const before = await residentBytes(pid);
  await measureMain(app.electron);
  const found = (await app.page.evaluate(`(async () => {
    const { invoke } = window.biggo;
    const codes = {};
    let longest = 0;
    for (const { status, value } of await Promise.allSettled(${calls})) {
      const answer = status === "fulfilled" ? JSON.parse(value) : null;
      const code = answer === null ? "thrown" : answer.ok ? "ok" : answer.error.code;
      codes[code] = (codes[code] ?? 0) + 1;
      longest = Math.max(longest, value?.length ?? 0);
    }
    return { codes, longest };
  })()`)) as Flood;
  const [delayMs, after] = [await mainDelayMs(app.electron), await residentBytes(pid)];
  return { ...found, delayMs, grownBytes: after - before };
}

const floods: Record<string, { calls: string; codes: string[] }> = {
  "of small calls": {
    calls: 'Array.from({ length: 100_000 }, () => invoke("settings.get"))',
    codes: ["ok", "too-many-calls"],
  },
  "of all calls at once": {
    calls: `Array.from({ length: 40_000 }, (_, n) => invoke(["library.snapshot", "uploads.snapshot", "app.info"][n % 3]))`,
    codes: ["ok", "too-many-calls"],
  },
  "of large inputs": {
    calls: `Array.from({ length: 40 }, () => invoke("library.search", { text: "x".repeat(7_000_000) }))`,
    codes: ["invalid-input", "too-many-calls"],
  },
  "of inputs with a hundred thousand mistakes": {
    calls: `Array.from({ length: 20 }, () => invoke("bulk.plan", { action: 7, videoIds: new Array(100_000).fill(7) }))`,
    codes: ["invalid-input", "too-many-calls"],
  },
  "of endless names": {
    calls: `Array.from({ length: 20 }, () => invoke("x".repeat(20_000_000)))`,
    codes: ["invalid-input", "too-many-calls"],
  },
  "of names that are no text": {
    calls: `[{ toString: 1, valueOf: 1 }, [], null, undefined, 7, new Map(), [["settings.get"]]].map((name) => invoke(name))`,
    codes: ["invalid-input", "not-allowed", "too-many-calls"],
  },
  "of what cannot be sent": {
    calls: `[() => 1, new Map(), new Date(), new ArrayBuffer(8)].map((input) => invoke("settings.set", input))`,
    codes: ["invalid-input", "too-many-calls"],
  },
};

for (const [name, { calls, codes }] of Object.entries(floods)) {
  test(`one call does not freeze main: a flood ${name}`, async () => {
    // A page that is loaded anew may make as many calls as the first one.
    await app.page.reload();
    await expect(app.page.getByLabel("Client ID")).toBeVisible();
    const found = await flood(calls);
    for (const code of Object.keys(found.codes)) expect(codes).toContain(code);
    expect(found.delayMs).toBeLessThan(250);
    expect(found.grownBytes).toBeLessThan(100 * 1024 * 1024);
    expect(found.longest).toBeLessThan(4000);
    await app.page.waitForTimeout(1000);
    expect(JSON.parse(await app.page.evaluate('window.biggo.invoke("settings.get")'))).toMatchObject({ ok: true });
  });
}
