import { stringify } from "csv-stringify/sync";
import { describe, expect, it } from "vitest";
import { locales, savedByExcel, shownByExcel } from "./excel.test-harness.ts";
import { planTable } from "./plan-table.ts";
import { readTable } from "./read-table.ts";
import type { TableRow } from "./table-row.ts";
import { writeTable } from "./write-table.ts";

const titles = [
  ..."1-2|3/4|1/2/26|Mar 5|5 March|Sept 1|Mar 5, 2026|2026-11|2026-11-27|11/27/2026|27.11.2026|1月2日".split("|"),
  ..."007|7|0|00|1E5|1.5e-3|12E+3|123456789012345678|12345678901|1.10|1,50|1,234|1,234.50|5.|.5".split("|"),
  ..."10%|10.5%|$5|$5.5|NT$1,000|(5)|-5|+49|+886 2 1234|-10 %|１２３".split("|"),
  ..."10:30|10:30:15|10:30 PM|10 PM|25:00|16:9|TRUE|false|True".split("|"),
  ..."=1+1|=HYPERLINK(1)|@me|-開箱|+1|＝1|'007|'quoted|''|=\"007\"|#NAME?|#1".split("|"),
  ...'Plain|開箱 🎧|a,b;c|say "hi"|100% real|Top 10|S01E05|No. 1|1st|24/7 vlog'.split("|"),
];

const rowOf = (title: string, index: number): TableRow => ({
  kind: "video",
  id: `v${index}`,
  title,
  description: index % 2 === 0 ? title : `${title}\n${title}`,
  access: "public",
  products: [],
  fileName: `${title}.mp4`,
  status: "complete",
  url: "https://biggo.com/v",
  createdAtMs: 0,
  lengthSeconds: 1.5,
  views: 1,
  likes: 2,
  comments: 3,
});
const rows = titles.map(rowOf);

async function importTable(bytes: Uint8Array | string, current: readonly TableRow[] = rows) {
  const read = readTable(typeof bytes === "string" ? new TextEncoder().encode(bytes) : bytes);
  const known = new Map(current.map((row) => [row.id, row]));
  const { patches, errors, damaged } = await planTable(read.rows, { current: known, findProduct: async () => null });
  const planned = Object.fromEntries([...patches].map(([id, { patch }]) => [id, patch]));
  return { planned, errors: [...read.errors, ...errors], damaged };
}
const unchanged = { planned: {}, errors: [], damaged: [] };

/** A table as builds before this one wrote it: nothing but formulas got an apostrophe. */
function writtenBefore(list: readonly TableRow[]): string {
  const cellOf = (text: string) => (/^[=+\-@'＝]/u.test(text) ? `'${text}` : text);
  return `\uFEFF${stringify([["id", "title"], ...list.map(({ id, title }) => [id, cellOf(title ?? "")])])}`;
}

describe("a table that Excel has saved untouched", () => {
  it.each(Object.entries(locales))("plans nothing in a %s Excel, however often it is saved", async (_, locale) => {
    for (const times of [1, 2, 3]) {
      for (const format of ["csv-utf8", "unicode-text"] as const) {
        expect(await importTable(savedByExcel(writeTable(rows), { locale, format, times }))).toEqual(unchanged);
      }
    }
  });

  it.each(Object.entries(locales))("points out every cell that a %s Excel re-typed", async (_, locale) => {
    // Without the apostrophe, as in a table of an older build or a cell that was entered again.
    const exposed = titles.filter((title) => !title.startsWith("=") && !/^[@'＝-]/u.test(title)).map(rowOf);
    const retyped = exposed.filter(({ title }) => shownByExcel(title ?? "", locale) !== title);
    expect(retyped.length).toBeGreaterThan(15);
    const table = stringify([["id", "title"], ...exposed.map(({ id, title }) => [id, title])]);
    const { planned, errors, damaged } = await importTable(savedByExcel(table, { locale }), exposed);
    expect({ planned, errors }).toEqual({ planned: {}, errors: [] });
    expect(damaged.map(({ code, column }) => `${code} ${column}`)).toEqual(retyped.map(() => "retyped title"));
  });

  it("points out the cells of a table of an older build", async () => {
    const list = ["1-2", "007", "1E5", "Plain", "=1+1"].map(rowOf);
    const { planned, damaged } = await importTable(savedByExcel(writtenBefore(list)), list);
    expect(planned).toEqual({});
    expect(damaged.map(({ row, value }) => [row, value])).toEqual([
      [2, "2-Jan"],
      [3, "7"],
      [4, "1.00E+05"],
    ]);
    expect(await importTable(writtenBefore(list), list)).toEqual(unchanged);
  });

  it("plans what was edited beside a cell that was re-typed", async () => {
    const list = [{ ...rowOf("1-2", 0), description: "old" }];
    const { planned, damaged } = await importTable("id,title,description\nv0,2-Jan,new", list);
    expect(planned).toEqual({ v0: { description: "new" } });
    expect(damaged).toMatchObject([{ row: 2, column: "title", code: "retyped", value: "2-Jan" }]);
  });

  it("plans edited numbers and dates", async () => {
    const list = ["007", "1-2", "2026-11-27", "10:30", "true", "Old"].map(rowOf);
    const text = "id,title\nv0,8\nv1,1月3日\nv2,2026/11/28\nv3,10:31\nv4,FALSE\nv5,'4-Mar";
    const { planned, damaged } = await importTable(text, list);
    expect(damaged).toEqual([]);
    expect(Object.values(planned).map(({ title }) => title)).toEqual([
      "8",
      "1月3日",
      "2026/11/28",
      "10:31",
      "FALSE",
      "4-Mar",
    ]);
  });

  it.each(["2-Jan", "Mar-05", "1.23457E+17", "#NAME?", "#VALUE!", "########", "Err:508"])(
    "points out %s where a title was",
    async (cell) => {
      const { planned, damaged } = await importTable(`id,title\nv0,${cell}`, [rowOf("A title", 0)]);
      expect([planned, damaged.map(({ code }) => code)]).toEqual([{}, ["retyped"]]);
    },
  );

  it("reads a text that was written as a formula", async () => {
    const { planned } = await importTable('id,title\nv0,"=""007"""\nv1,"=""say """"hi"""""""', [
      rowOf("A", 0),
      rowOf("B", 1),
    ]);
    expect(planned).toEqual({ v0: { title: "007" }, v1: { title: 'say "hi"' } });
  });
});

describe("a table in another encoding", () => {
  const list = ["開箱 🎧 v2", "Café – 100%", "Plain", "１２３"].map(rowOf);
  const table = stringify([["id", "title"], ...list.map(({ id, title }) => [id, title])]);

  it("points out characters that were replaced by question marks", async () => {
    const chinese = list.filter(({ title }) => title?.startsWith("開箱"));
    const saved = savedByExcel(stringify([["id", "title"], ...chinese.map(({ id, title }) => [id, title])]), {
      format: "csv",
    });
    const { planned, damaged } = await importTable(saved, chinese);
    expect([planned, damaged]).toMatchObject([{}, [{ code: "characters-lost", value: "?? ?? v2" }]]);
    const unknown = [{ ...rowOf("", 0), title: null }];
    expect((await importTable("id,title\nv0,???? ??", unknown)).damaged).toMatchObject([{ code: "characters-lost" }]);
  });

  it("plans a title that ends in a question mark now", async () => {
    const { planned, damaged } = await importTable("id,title\nv0,開箱 🎧 v2?\nv1,Café?", list);
    expect([Object.keys(planned), damaged]).toEqual([["v0", "v1"], []]);
  });

  it.each(["windows-1252", "big5", "shift_jis", "gbk"])("points out texts that were read as %s", async (encoding) => {
    const misread = new TextDecoder(encoding).decode(new TextEncoder().encode(table));
    const { planned, damaged } = await importTable(misread, list);
    expect(planned).toEqual({});
    expect(new Set(damaged.map(({ code }) => code))).toEqual(new Set(["characters-lost"]));
    expect(damaged).toHaveLength(3);
  });

  it.each([
    ["Big5", [0xb6, 0x7d, 0xbd, 0x63]],
    ["Shift-JIS", [0x8a, 0x4a, 0x94, 0xa0]],
    ["Windows-1252", [0x43, 0x61, 0x66, 0xe9]],
    ["UTF-16 without a mark", [0x61, 0x00]],
  ])("refuses a file in %s as a whole", async (_, bytes) => {
    const file = new Uint8Array([...new TextEncoder().encode("id,title\nv0,"), ...bytes]);
    expect(await importTable(file, list)).toMatchObject({ planned: {}, errors: [{ code: "not-text" }] });
  });
});

describe("a table in another dialect", () => {
  const list = [rowOf("One", 0), { ...rowOf("Two", 1), description: "a\nb" }];
  const records = [
    ["id", "title", "description"],
    ["v0", "One; 1", "One"],
    ["v1", "Two", "a\r\nb"],
  ];
  const edited = { planned: { v0: { title: "One; 1" } }, errors: [], damaged: [] };

  it.each([";", ",", "\t", "|"])("reads the delimiter %j from the line sep= at the top", async (delimiter) => {
    const body = stringify(records, { delimiter, record_delimiter: "windows" });
    expect(await importTable(`sep=${delimiter}\r\n${body}`, list)).toEqual(edited);
    expect(await importTable(`\uFEFF"sep=${delimiter}"\n${body}`, list)).toEqual(edited);
  });

  it("numbers rows as the spreadsheet shows them below the line sep=", async () => {
    const { errors } = await importTable("sep=;\nid;title\nunknown;a", list);
    expect(errors).toMatchObject([{ row: 2, code: "id-unknown" }]);
  });

  it.each(["\r", "\n", "\r\n"])("reads lines that end in %j", async (recordDelimiter) => {
    expect(await importTable(stringify(records, { record_delimiter: recordDelimiter }), list)).toEqual(edited);
  });

  it("ignores what a spreadsheet converts: kinds of blanks, line breaks and blanks at the edges", async () => {
    const current = [{ ...rowOf("5 000 views", 0), title: "5\u00A0000 views", description: " a\rb\n" }];
    expect(await importTable('id,title,description\nv0,\t5 000 views ,"a\nb"', current)).toEqual(unchanged);
  });
});
