import { parse } from "csv-parse/sync";
import { stringify } from "csv-stringify/sync";
import fc from "fast-check";
import { expect, it } from "vitest";
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
async function importing(text: string | Uint8Array, rows: readonly TableRow[]) {
  const read = readTable(typeof text === "string" ? bytesOf(text) : text);
  const plan = await planTable(read.rows, { current: mapOf(rows), findProduct });
  return { ...plan, errors: [...read.errors, ...plan.errors] };
}

/** Cells that a spreadsheet would take for formulas. */
function formulasIn(text: string): string[] {
  return (parse(text, { bom: true }) as string[][]).flat().filter((cell) => /^[=+\-@\t\r＝]/.test(cell));
}

/** The records that a reader sees which takes any line break outside quotes for the end of one, as most do. */
function recordsOf(text: string): number {
  let isQuoted = false;
  let records = 0;
  for (const sign of text.replaceAll("\r\n", "\n")) {
    if (sign === '"') isQuoted = !isQuoted;
    else if (!isQuoted && (sign === "\n" || sign === "\r")) records += 1;
  }
  return records;
}

it("is one record for each row in any reader, whatever ends the lines of a description", () => {
  const rows = ["a\n=HYPERLINK(1)", "a\rb", "a\r\nb", "\n", 'say "\n"', "plain"].map((description, at) =>
    row(`v${at}`, { description }),
  );
  expect(recordsOf(writeTable(rows))).toBe(1 + rows.length);
});

it("changes nothing when what was exported is imported: a thousand videos with every nasty text", async () => {
  const nasty = [
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
  const rows = Array.from({ length: 1000 }, (_, at) =>
    row(`v${at}`, {
      title: at % 7 === 0 ? null : `${nasty[at % nasty.length]?.replaceAll(/\s+/g, " ")} ${at}`,
      description: `${nasty[(at * 3) % nasty.length]}${"\n\n".repeat(at % 3)}${nasty[(at * 5) % nasty.length]}`,
      access: (["public", "unlisted", "private"] as const)[at % 3] ?? "public",
      products: at % 5 === 0 ? null : Array.from({ length: at % 4 }, (_unused, place) => product(`p${at}-${place}`)),
    }),
  );
  const text = writeTable(rows);
  expect(text.startsWith("\uFEFF")).toBe(true);
  expect(formulasIn(text)).toEqual([]);
  const { patches, errors, rows: count } = await importing(text, rows);
  expect([patches.size, errors, count]).toEqual([0, [], 1000]);
});

it("brings any text back as it was, also where a spreadsheet rewrote the table with another sign", async () => {
  const odd = fc.constantFrom("=", "+", "'", '"', ",", ";", "\n", "\r\n", "\t", " ", "＝", "a");
  const nasty = fc.array(odd, { maxLength: 6 }).map((parts) => parts.join(""));
  const texts = fc.oneof(fc.string({ unit: "grapheme", maxLength: 30 }), nasty);
  await fc.assert(
    fc.asyncProperty(texts, fc.constantFrom(",", ";", "\t"), async (description, delimiter) => {
      const rows = [row("v", { description, title: "t" })];
      const records = parse(writeTable(rows), { bom: true }) as string[][];
      expect((await importing(stringify(records, { delimiter, bom: true }), rows)).patches.size).toBe(0);
    }),
  );
});

it("changes the fields that differ, and no others", async () => {
  const rows = [row("a"), row("b", { description: "old" }), row("c", { products: [product("1")] }), row("d")];
  const text = [
    "id,title,description,access,products,notes",
    "a,New title,,,,mine",
    'b,Title b,"new\r\ntext",private,,',
    "c,Title c,,public,tw_ec_x-2 tw_ec_x-1,",
    "d,Title d,,public,?,",
  ].join("\n");
  const { patches, errors } = await importing(text.replace("a,New title,,,,", "a,New title,,public,,"), rows);
  expect(errors).toEqual([]);
  expect(Object.fromEntries([...patches].map(([id, { patch }]) => [id, patch]))).toEqual({
    a: { title: "New title" },
    b: { description: "new\ntext", access: "private" },
    c: { products: [product("2"), product("1")] },
  });
});

it("does not blank a title that nobody knows here, and takes one that was typed into the table", async () => {
  const rows = [row("a", { title: null }), row("b", { title: null })];
  const { patches } = await importing("id,title\na,\nb,Now it has one", rows);
  expect([...patches.keys()]).toEqual(["b"]);
});

it("names row and column of each of ten errors, and leaves those rows alone as a whole", async () => {
  const rows = ["a", "b", "c", "d", "e", "f", "g", "h", "good"].map((id) => row(id));
  const eleven = Array.from({ length: 11 }, (_, at) => `tw_ec_x-${at}`).join(" ");
  const text = [
    "id,title,description,access,products",
    ",no id,,public,",
    "nobody,unknown,,public,",
    "a,changed,,everybody,",
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
  const { patches, errors } = await importing(text, rows);
  expect(errors.map(({ row: at, column, code }) => [at, column, code])).toEqual([
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

it("says what is wrong with what is no table", async () => {
  expect((await importing(new Uint8Array([0xa4, 0xa4, 0xa4, 0xe5]), [])).errors).toMatchObject([{ code: "not-text" }]);
  expect((await importing("name,text\na,b", [])).errors).toMatchObject([
    { row: 1, column: "id", code: "column-missing" },
  ]);
  expect((await importing('id,title\na,"open', [row("a")])).errors).toMatchObject([{ code: "not-a-table" }]);
  expect((await importing("id,title\na,b,c", [row("a")])).errors).toMatchObject([{ row: 2, code: "too-many-cells" }]);
  expect((await importing("", [])).errors).toMatchObject([{ code: "column-missing" }]);
});

it("reads what Excel saves as Unicode text, and with semicolons", async () => {
  const utf16 = new Uint8Array(Buffer.from("\uFEFFid\ttitle\r\na\t開箱\r\n", "utf16le"));
  expect((await importing(utf16, [row("a")])).patches.get("a")?.patch).toEqual({ title: "開箱" });
  expect((await importing("id;title\r\na;One, two\r\n", [row("a")])).patches.get("a")?.patch).toEqual({
    title: "One, two",
  });
});
