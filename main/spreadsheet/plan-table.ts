import {
  maxProducts,
  type ProductRef,
  productKey,
  productRefSchema,
  type TaggedProduct,
} from "../../shared/model/product.ts";
import type { TableError } from "../../shared/model/table.ts";
import { accessSchema, type DetailsPatch, descriptionMaxLength, titleMaxLength } from "../../shared/model/video.ts";
import { cleanPasted } from "../../shared/pasted-text.ts";
import { textOf, unknownProducts } from "./cell.ts";
import { damageOf } from "./cell-damage.ts";
import { type ReadRow, tableError } from "./read-table.ts";
import type { TableRow } from "./table-row.ts";
import { productsCell } from "./write-table.ts";

export interface PlanTableDeps {
  /** The rows as an export would write them now, by id. */
  current: ReadonlyMap<string, TableRow>;
  /** Finds a product, from BigGo if necessary; null when BigGo has no such product. */
  findProduct: (ref: ProductRef) => Promise<TaggedProduct | null>;
}

/** The changes a table makes, by row id. */
export interface TablePlan {
  patches: Map<string, { row: TableRow; patch: DetailsPatch }>;
  errors: TableError[];
  /** Cells that a spreadsheet appears to have changed by itself. They plan nothing; the rest of their row does. */
  damaged: TableError[];
  /** The number of rows with a known id. */
  rows: number;
}

/** A text without what spreadsheets convert: the style of line breaks, kinds of blanks, and blanks around it. */
const normalized = (text: string) =>
  text
    .replaceAll(/\r\n?/g, "\n")
    .replaceAll(/[\u00A0\u2007\u202F]/g, " ")
    .trim();

type Problem = { code: TableError["code"]; column: "title" | "description" | "access" | "products"; value: string };

const isDamage = ({ code }: Problem) => code === "retyped" || code === "characters-lost";

/** A title is one line; line breaks that a spreadsheet added become spaces. */
const toOneLine = (text: string) => text.replaceAll(/\s*[\r\n]+\s*/g, " ");

/** A changed text; null when the cell still says the same, also where a spreadsheet dropped its apostrophe. */
function changedText(cell: string, before: string): { text: string; damage: ReturnType<typeof damageOf> } | null {
  const known = normalized(before);
  const text = textOf(cell).replaceAll(/\r\n?/g, "\n");
  if (normalized(text) === known || normalized(cell) === known) return null;
  // An apostrophe or a formula around a text says that it is meant as it is.
  const isExplicit = text !== cell.replaceAll(/\r\n?/g, "\n");
  return { text, damage: isExplicit ? null : damageOf(known, normalized(text)) };
}

function titlePatch(cell: string | undefined, { title }: TableRow): DetailsPatch | Problem {
  // An unknown title is exported as an empty cell, which must not clear the title on BigGo.
  const changed = cell === undefined ? null : changedText(toOneLine(cell), toOneLine(title ?? ""));
  if (changed === null) return {};
  const { text, damage } = changed;
  if (damage !== null) return { code: damage, column: "title", value: text };
  return text.length > titleMaxLength ? { code: "title-too-long", column: "title", value: text } : { title: text };
}

function descriptionPatch(cell: string | undefined, { description }: TableRow): DetailsPatch | Problem {
  const changed = cell === undefined ? null : changedText(cell, description);
  if (changed === null) return {};
  const { text, damage } = changed;
  if (damage !== null) return { code: damage, column: "description", value: text };
  if (text.length > descriptionMaxLength) return { code: "description-too-long", column: "description", value: text };
  return { description: text };
}

function accessPatch(cell: string | undefined, row: TableRow): DetailsPatch | Problem {
  const text = (cell ?? "").trim().toLowerCase();
  if (cell === undefined || text === row.access) return {};
  const access = accessSchema.safeParse(text);
  return access.success ? { access: access.data } : { code: "access-unknown", column: "access", value: cell };
}

function refOf(key: string): ProductRef | null {
  const index = key.indexOf("-");
  return (
    productRefSchema.safeParse({ nindex: key.slice(0, Math.max(0, index)), oid: key.slice(index + 1) }).data ?? null
  );
}

/** Plans the changes of a table; unchanged rows are left out. */
export async function planTable(read: readonly ReadRow[], { current, findProduct }: PlanTableDeps): Promise<TablePlan> {
  const patches: TablePlan["patches"] = new Map();
  const errors: TableError[] = [];
  const damaged: TableError[] = [];
  const seen = new Set<string>();

  const productsPatch = async (cell: string | undefined, { products }: TableRow): Promise<DetailsPatch | Problem> => {
    const text = textOf((cell ?? "").trim());
    if (cell === undefined || text === unknownProducts || text === productsCell(products)) return {};
    const problem = (code: TableError["code"], value: string) => ({ code, column: "products" as const, value });
    const keys = text.split(/\s+/).map(cleanPasted).filter(Boolean);
    if (keys.length > maxProducts) return problem("too-many-products", String(keys.length));
    const duplicate = keys.find((key, index) => keys.indexOf(key) !== index);
    if (duplicate !== undefined) return problem("product-twice", duplicate);
    const list: TaggedProduct[] = [];
    for (const key of keys) {
      const ref = refOf(key);
      if (ref === null) return problem("product-malformed", key);
      const known = products?.find((product) => product.ref !== null && productKey(product.ref) === key);
      const product = known ?? (await findProduct(ref));
      if (product === null) return problem("product-unknown", key);
      list.push(product);
    }
    return { products: list };
  };

  for (const { row, cells } of read) {
    const id = textOf((cells.id ?? "").trim());
    if (id === "" || seen.has(id) || !current.has(id)) {
      const code = id === "" ? "id-missing" : seen.has(id) ? "id-twice" : "id-unknown";
      errors.push(tableError(row, "id", code, id));
      continue;
    }
    seen.add(id);
    const before = current.get(id) as TableRow;
    const parts = [
      titlePatch(cells.title, before),
      descriptionPatch(cells.description, before),
      accessPatch(cells.access, before),
      await productsPatch(cells.products, before),
    ];
    const problems = parts.filter((part): part is Problem => "code" in part);
    for (const problem of problems) {
      const { column, code, value } = problem;
      (isDamage(problem) ? damaged : errors).push(tableError(row, column, code, value));
    }
    // A row with an error is skipped entirely: applying part of it is not what the user intended.
    const patch: DetailsPatch = Object.assign({}, ...parts.filter((part) => !("code" in part)));
    if (problems.every(isDamage) && Object.keys(patch).length > 0) patches.set(id, { row: before, patch });
  }
  return { patches, errors, damaged, rows: seen.size };
}
