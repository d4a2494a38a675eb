import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "@playwright/test";
import { parse } from "csv-parse/sync";
import { stringify } from "csv-stringify/sync";
import { signIn } from "../sandbox/test-client.ts";
import { goTo, truthOf } from "./support/app.ts";
import { faultsOf } from "./support/axe.ts";
import { type ConnectedApp, test } from "./support/fixtures.ts";

const count = 1000;
test.use({ sandboxArgs: ["--videos", String(count), "--processing", "0"] });

const nasty = [
  'He said "unboxing"',
  "two\nlines, and a comma",
  "🎧 開箱；三款實測",
  "=1+1",
  "+886 2 1234",
  "-10 %",
  "@kaixiang.lab",
  "'quoted'",
  '=HYPERLINK("https://example.com")',
  "\tindented",
];

const seedId = (number: number) => `seed${String(number).padStart(5, "0")}`;

/** Puts hostile texts on some of the account's videos before the app reads them. */
async function makeNasty(at: ConnectedApp): Promise<void> {
  const api = await signIn(at.sandbox);
  for (let number = 1; number <= 100; number += 1) {
    const description = nasty[number % nasty.length];
    await api.call("PATCH", `video/${seedId(number)}`, { body: { description } });
  }
}

/** Sets what the system's dialogs return from now on. */
async function answerDialogs(at: ConnectedApp, path: string): Promise<void> {
  await at.app.electron.evaluate(({ dialog }, chosen) => {
    dialog.showSaveDialog = (async () => ({ canceled: false, filePath: chosen })) as never;
    dialog.showOpenDialog = (async () => ({ canceled: false, filePaths: [chosen] })) as never;
  }, path);
}

async function choose(at: ConnectedApp, name: string): Promise<void> {
  await at.page.getByRole("button", { name: "More" }).click();
  await at.page.getByRole("menuitem", { name }).click();
}

test("changes nothing when a table of a thousand videos is re-imported, and exactly what was edited in it", async ({
  connected: at,
}) => {
  await makeNasty(at);
  await at.open();
  await expect(at.page.getByText(`1,000 videos · synced`)).toBeVisible({ timeout: 30_000 });
  const path = join(at.files, "影片 🎬.csv");
  await answerDialogs(at, path);
  await choose(at, "Export table (CSV)");
  await expect(at.page.getByText("1,000 rows exported")).toBeVisible();
  await at.app.electron.evaluate(({ shell }) => {
    shell.showItemInFolder = (shown) => void Object.assign(globalThis, { shown });
  });
  await at.page.getByRole("button", { name: "Show in folder" }).click();
  await expect.poll(() => at.app.electron.evaluate(() => (globalThis as { shown?: string }).shown)).toBe(path);

  const text = await readFile(path, "utf8");
  expect(text.startsWith("\uFEFFkind,id,title,")).toBe(true);
  const records = parse(text, { bom: true }) as string[][];
  expect(records).toHaveLength(count + 1);
  expect(records.flat().filter((cell) => /^[=+\-@\t]/.test(cell))).toEqual([]);

  await choose(at, "Import table (CSV)");
  const dialog = at.page.getByRole("dialog", { name: "Changes from 影片 🎬.csv" });
  await expect(dialog).toContainText("1,000 rows checked, no differences.");
  await dialog.getByRole("button", { name: "Close" }).last().click();

  // Ten rows are changed, and ten cells are made invalid.
  const column = (name: string) => records[0]?.indexOf(name) ?? -1;
  const set = (row: number, name: string, value: string) => {
    const record = records[row - 1];
    if (record !== undefined) record[column(name)] = value;
  };
  for (let row = 2; row < 12; row += 1) set(row, "description", `=NOW() 第 ${row} 列`);
  set(20, "id", "");
  set(21, "id", "unknown-id");
  set(22, "id", records[1]?.[column("id")] ?? "");
  set(23, "access", "everybody");
  set(24, "title", "x".repeat(201));
  set(25, "description", "x".repeat(5001));
  set(26, "products", Array.from({ length: 11 }, (_, n) => `tw_ec_x-${n}`).join(" "));
  set(27, "products", "tw_ec_x-1 tw_ec_x-1");
  set(28, "products", "nonsense");
  set(29, "products", "tw_ec_x-nowhere");
  await writeFile(path, stringify(records, { bom: true }));
  await choose(at, "Import table (CSV)");
  await expect(dialog).toContainText("10 of 997 rows differ. Nothing has changed yet.");
  expect(await faultsOf(at.page)).toEqual([]);
  const errors = dialog.getByRole("region", { name: "10 cells can’t be used" }).last();
  const shown: string[] = [];
  for (let top = 0; shown.length < 10 && top < 400; top += 100) {
    await errors.evaluate((list, to) => list.scrollTo(0, to), top);
    for (const line of await errors.getByRole("listitem").allTextContents())
      if (!shown.includes(line)) shown.push(line);
  }
  expect(
    shown.map((line) => /^Row (\d+), (id|access|title|description|products)/.exec(line)?.slice(1).join(" ")),
  ).toEqual([
    "20 id",
    "21 id",
    "22 id",
    "23 access",
    "24 title",
    "25 description",
    "26 products",
    "27 products",
    "28 products",
    "29 products",
  ]);
  await dialog.getByRole("button", { name: "Update 10 videos" }).click();
  await expect
    .poll(async () => {
      const { videos } = await truthOf(at.sandbox);
      return videos.filter(({ description }) => description?.startsWith("=NOW()")).length;
    })
    .toBe(10);
  // All of it can be undone.
  await choose(at, "Bulk edits");
  const jobs = at.page.getByRole("dialog", { name: "Bulk edits" });
  await expect(jobs).toContainText("Import 影片 🎬.csv");
  await jobs.getByRole("button", { name: "Undo" }).click();
  await expect
    .poll(async () => {
      const { videos } = await truthOf(at.sandbox);
      return videos.filter(({ description }) => description?.startsWith("=NOW()")).length;
    })
    .toBe(0);
});

test("shows what a table would change on whatever screen is open when it has been read", async ({ connected: at }) => {
  await at.open();
  await expect(at.page.getByText("1,000 videos · synced")).toBeVisible({ timeout: 30_000 });
  const path = join(at.files, "few.csv");
  await writeFile(path, `id,title\n${seedId(7)},A title from a table\n`);
  await at.app.electron.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = (async () => {
      await new Promise((resolve) => setTimeout(resolve, 800));
      return { canceled: false, filePaths: [chosen] };
    }) as never;
  }, path);
  await choose(at, "Import table (CSV)");
  await goTo(at.page, "Queue");
  await at.page.getByRole("dialog").getByRole("button", { name: "Update 1 video" }).click();
  await expect
    .poll(async () => (await truthOf(at.sandbox)).videos.find(({ video_id }) => video_id === seedId(7))?.title)
    .toBe("A title from a table");
});

test("points out a cell that a spreadsheet re-typed and plans nothing for it", async ({ connected: at }) => {
  await at.open();
  await expect(at.page.getByText("1,000 videos · synced")).toBeVisible({ timeout: 30_000 });
  const path = join(at.files, "saved by Excel.csv");
  await answerDialogs(at, path);
  await writeFile(path, `id,title\n${seedId(3)},'1-2\n`);
  await choose(at, "Import table (CSV)");
  await at.page.getByRole("dialog").getByRole("button", { name: "Update 1 video" }).click();
  await expect
    .poll(async () => (await truthOf(at.sandbox)).videos.find(({ video_id }) => video_id === seedId(3))?.title)
    .toBe("1-2");

  await writeFile(path, `sep=;\r\nid;title\r\n${seedId(3)};2-Jan\r\n`);
  await choose(at, "Import table (CSV)");
  const dialog = at.page.getByRole("dialog", { name: "Changes from saved by Excel.csv" });
  await expect(dialog).toContainText("1 row checked. Nothing will change.");
  const cells = dialog.getByRole("region", { name: "1 cell looks changed by the spreadsheet" });
  await expect(cells).toContainText("Row 2, titleTurned into a number, a date, or an error.2-Jan");
  expect(await faultsOf(at.page)).toEqual([]);
});
