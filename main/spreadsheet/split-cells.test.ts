import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { planTable } from "./plan-table.ts";
import { readTable } from "./read-table.ts";
import type { TableRow } from "./table-row.ts";
import { writeTable } from "./write-table.ts";

/**
 * The cells of a spreadsheet that splits at another character than the file's, as Excel does where the comma is the
 * decimal separator: a quote counts at the start of a cell only, and what follows the closing one is appended.
 */
function cellsSplitAt(delimiter: string, text: string): string[] {
  const cells = [""];
  let state: "start" | "plain" | "quoted" = "start";
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index] ?? "";
    const last = cells.length - 1;
    if (state === "quoted") {
      if (character !== '"') cells[last] += character;
      else if (text[index + 1] === '"') {
        cells[last] += '"';
        index += 1;
      } else state = "plain";
    } else if (character === delimiter || character === "\n" || character === "\r") {
      cells.push("");
      state = "start";
    } else if (character === '"' && state === "start") state = "quoted";
    else {
      cells[last] += character;
      state = "plain";
    }
  }
  return cells;
}

const formulasOf = (cells: readonly string[]) => cells.filter((cell) => /^[=+\-@＝＋－＠]/u.test(cell));

const row = (description: string, title: string): TableRow => ({
  kind: "video",
  id: "v",
  title,
  description,
  access: "public",
  products: [],
  fileName: null,
  status: "complete",
  url: "https://biggo.com/v",
  createdAtMs: 0,
  lengthSeconds: 12.5,
  views: 1,
  likes: 2,
  comments: 3,
});

async function changesOf(rows: readonly TableRow[], text: string): Promise<number> {
  const { rows: read } = readTable(new TextEncoder().encode(text));
  return (
    await planTable(read, { current: new Map(rows.map((each) => [each.id, each])), findProduct: async () => null })
  ).patches.size;
}

const command = "=cmd|' /C calc'!A0";

describe("CSV cells that become formulas when a spreadsheet splits them", () => {
  it.each([
    ["at a semicolon", `nice video;${command};`],
    ["at a tab", `nice video\t${command}\t`],
    ["at a line break", `nice video\n${command}\n`],
    ["at a line break of a Mac", `nice video\r${command}\r`],
    ["at a semicolon before a quote", `nice video;"${command}";`],
    ["after an apostrophe of its own", `nice video;'${command};''=1`],
    ["at a semicolon before other signs", "a;+1;-1;@SUM(A1);＝1;＋1;－1;＠a"],
  ])("%s: there is none, and importing changes nothing", async (_name, text) => {
    for (const rows of [[row(text, "Title")], [row("", text.replaceAll(/[\r\n]/g, " "))]]) {
      const table = writeTable(rows);
      for (const delimiter of [",", ";", "\t"]) expect(formulasOf(cellsSplitAt(delimiter, table))).toEqual([]);
      expect(await changesOf(rows, table)).toBe(0);
    }
  });

  it("whatever a text is made of", async () => {
    const parts = fc.constantFrom(
      ";",
      "\t",
      "\n",
      "\r\n",
      "\r",
      '"',
      '""',
      "'",
      "=",
      "+1",
      "-",
      "@",
      "＝",
      ",",
      " ",
      "a",
    );
    const texts = fc.array(parts, { maxLength: 12 }).map((chosen) => chosen.join(""));
    await fc.assert(
      fc.asyncProperty(texts, fc.constantFrom(",", ";", "\t"), async (text, delimiter) => {
        const rows = [row(text, "t")];
        expect(formulasOf(cellsSplitAt(delimiter, writeTable(rows)))).toEqual([]);
        expect(await changesOf(rows, writeTable(rows))).toBe(0);
      }),
      { numRuns: 2000 },
    );
  });

  it("still recognises a text that was saved in another encoding", async () => {
    const rows = [row("開箱\n- 第一", "t")];
    const damaged = writeTable(rows).replaceAll(/[^\p{ASCII}\uFEFF]/gu, "?");
    expect(await changesOf(rows, damaged)).toBe(0);
  });
});
