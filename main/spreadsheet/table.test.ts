import { parse } from "csv-parse/sync";
import { stringify } from "csv-stringify/sync";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ProductRef, TaggedProduct } from "../../shared/model/product.ts";
import { planTable } from "./plan-table.ts";
import { readTable } from "./read-table.ts";
import type { TableRow } from "./table-row.ts";
import { writeTable } from "./write-table.ts";

const product = (oid: string): TaggedProduct => ({
  ref: { nindex: "tw_ec_x", oid },
  title: oid,
  price: 1,
  symbol: "",
  currency: "TWD",
  storeName: "",
  availability: "available",
  taggedPrice: 1,
});

const row = (id: string, changes: Partial<TableRow> = {}): TableRow => ({
  kind: "video",
  id,
  title: `Title ${id}`,
  description: "",
  access: "public",
  products: [],
  fileName: null,
  status: "complete",
  url: `https://biggo.com/${id}`,
  createdAtMs: 0,
  lengthSeconds: 12.5,
  views: 1,
  likes: 2,
  comments: 3,
  ...changes,
});

const mapOf = (rows: readonly TableRow[]) => new Map(rows.map((each) => [each.id, each]));
const bytesOf = (text: string) => new TextEncoder().encode(text);
const findProduct = async ({ oid }: ProductRef) => (oid.startsWith("no") ? null : product(oid));
async function importTable(text: string | Uint8Array, rows: readonly TableRow[]) {
  const read = readTable(typeof text === "string" ? bytesOf(text) : text);
  const plan = await planTable(read.rows, { current: mapOf(rows), findProduct });
  return { ...plan, errors: [...read.errors, ...plan.errors] };
}

/** Cells that a spreadsheet would evaluate as formulas. */
function formulasIn(text: string): string[] {
  return (parse(text, { bom: true }) as string[][]).flat().filter((cell) => /^[=+\-@\t\r＝]/.test(cell));
}

/** The number of records for a reader that ends a record at any unquoted line break, as most do. */
function recordsOf(text: string): number {
  let isQuoted = false;
  let records = 0;
  for (const character of text.replaceAll("\r\n", "\n")) {
    if (character === '"') isQuoted = !isQuoted;
    else if (!isQuoted && (character === "\n" || character === "\r")) records += 1;
  }
  return records;
}

describe("CSV export and import", () => {
  it("writes one record per row for any reader and any line breaks", () => {
    const rows = ["a\n=HYPERLINK(1)", "a\rb", "a\r\nb", "\n", 'say "\n"', "plain"].map((description, index) =>
      row(`v${index}`, { description }),
    );
    expect(recordsOf(writeTable(rows))).toBe(1 + rows.length);
  });

  it("changes nothing when an export of a thousand videos with difficult texts is imported", async () => {
    const samples = [
      'say "hi"',
      "a,b;c",
      "two\nlines",
      "line\r\nends",
      "🎧 開箱",
      "=1+1",
      "+49",
      "-",
      "@me",
      "'quoted",
      "'=1",
    ];
    const sampleAt = (index: number) => samples[index % samples.length] ?? "";
    const rows = Array.from({ length: 1000 }, (_, index) =>
      row(`v${index}`, {
        title: index % 7 === 0 ? null : `${sampleAt(index).replaceAll(/\s+/g, " ")} ${index}`,
        description: [sampleAt(index * 3), "\n\n".repeat(index % 3), sampleAt(index * 5)].join(""),
        access: (["public", "unlisted", "private"] as const)[index % 3] ?? "public",
        products:
          index % 5 === 0
            ? null
            : Array.from({ length: index % 4 }, (_unused, position) => product(`p${index}-${position}`)),
      }),
    );
    const text = writeTable(rows);
    expect(text.startsWith("\uFEFF")).toBe(true);
    expect(formulasIn(text)).toEqual([]);
    const { patches, errors, rows: count } = await importTable(text, rows);
    expect([patches.size, errors, count]).toEqual([0, [], 1000]);
  });

  it("round-trips any text, also with another delimiter", async () => {
    const odd = fc.constantFrom("=", "+", "'", '"', ",", ";", "\n", "\r\n", "\t", " ", "＝", "a");
    const samples = fc.array(odd, { maxLength: 6 }).map((parts) => parts.join(""));
    const texts = fc.oneof(fc.string({ unit: "grapheme", maxLength: 30 }), samples);
    await fc.assert(
      fc.asyncProperty(texts, fc.constantFrom(",", ";", "\t"), async (description, delimiter) => {
        const rows = [row("v", { description, title: "t" })];
        const records = parse(writeTable(rows), { bom: true }) as string[][];
        expect((await importTable(stringify(records, { delimiter, bom: true }), rows)).patches.size).toBe(0);
      }),
    );
  });

  it("changes only the fields that differ", async () => {
    const rows = [row("a"), row("b", { description: "old" }), row("c", { products: [product("1")] }), row("d")];
    const text = [
      "id,title,description,access,products,notes",
      "a,New title,,,,mine",
      'b,Title b,"new\r\ntext",private,,',
      "c,Title c,,public,tw_ec_x-2 tw_ec_x-1,",
      "d,Title d,,public,?,",
    ].join("\n");
    const { patches, errors } = await importTable(text.replace("a,New title,,,,", "a,New title,,public,,"), rows);
    expect(errors).toEqual([]);
    expect(Object.fromEntries([...patches].map(([id, { patch }]) => [id, patch]))).toEqual({
      a: { title: "New title" },
      b: { description: "new\ntext", access: "private" },
      c: { products: [product("2"), product("1")] },
    });
  });

  it("keeps an unknown title for an empty cell and sets one that was typed", async () => {
    const rows = [row("a", { title: null }), row("b", { title: null })];
    const { patches } = await importTable("id,title\na,\nb,Now it has one", rows);
    expect([...patches.keys()]).toEqual(["b"]);
  });

  it("reports row and column of each of ten errors and skips those rows entirely", async () => {
    const rows = ["a", "b", "c", "d", "e", "f", "g", "h", "good"].map((id) => row(id));
    const eleven = Array.from({ length: 11 }, (_, index) => `tw_ec_x-${index}`).join(" ");
    const text = [
      "id,title,description,access,products",
      ",no id,,public,",
      "unlisted id,unknown,,public,",
      "a,changed,,everyone,",
      `b,${"x".repeat(201)},,public,`,
      `c,changed,${"x".repeat(5001)},public,`,
      `d,changed,,public,${eleven}`,
      "e,changed,,public,tw_ec_x-1 tw_ec_x-1",
      "f,changed,,public,nonsense",
      "g,changed,,public,tw_ec_x-nothing",
      "a,again,,public,",
      '"good",changed,,public,',
      "",
    ].join("\n");
    const { patches, errors } = await importTable(text, rows);
    expect(errors.map(({ row: rowNumber, column, code }) => [rowNumber, column, code])).toEqual([
      [2, "id", "id-missing"],
      [3, "id", "id-unknown"],
      [4, "access", "access-unknown"],
      [5, "title", "title-too-long"],
      [6, "description", "description-too-long"],
      [7, "products", "too-many-products"],
      [8, "products", "product-twice"],
      [9, "products", "product-malformed"],
      [10, "products", "product-unknown"],
      [11, "id", "id-twice"],
    ]);
    expect([...patches.keys()]).toEqual(["good"]);
  });

  it("reports why a file is not a table", async () => {
    expect((await importTable(new Uint8Array([0xa4, 0xa4, 0xa4, 0xe5]), [])).errors).toMatchObject([
      { code: "not-text" },
    ]);
    expect((await importTable("name,text\na,b", [])).errors).toMatchObject([
      { row: 1, column: "id", code: "column-missing" },
    ]);
    expect((await importTable('id,title\na,"open', [row("a")])).errors).toMatchObject([{ code: "not-a-table" }]);
    expect((await importTable("id,title\na,b,c", [row("a")])).errors).toMatchObject([
      { row: 2, code: "too-many-cells" },
    ]);
    expect((await importTable("", [])).errors).toMatchObject([{ code: "column-missing" }]);
  });

  it("reads Excel's Unicode text and semicolon-separated files", async () => {
    const utf16 = new Uint8Array(Buffer.from("\uFEFFid\ttitle\r\na\t開箱\r\n", "utf16le"));
    expect((await importTable(utf16, [row("a")])).patches.get("a")?.patch).toEqual({ title: "開箱" });
    expect((await importTable("id;title\r\na;One, two\r\n", [row("a")])).patches.get("a")?.patch).toEqual({
      title: "One, two",
    });
  });
});
