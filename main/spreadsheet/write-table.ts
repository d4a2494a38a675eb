import { stringify } from "csv-stringify/sync";
import { productKey, type TaggedProduct } from "../../shared/model/product.ts";
import { type TableColumn, tableColumns } from "../../shared/model/table.ts";
import { cellOf, unknownProducts } from "./cell.ts";
import type { TableRow } from "./table-row.ts";

/** Without it Excel takes UTF-8 for the system's old code page. */
const byteOrderMark = "\uFEFF";

/** The names of products in order, with a space between; {@link unknownProducts} where one has none. */
export function productsCell(products: readonly TaggedProduct[] | null): string {
  if (products === null) return unknownProducts;
  const keys = products.map(({ ref }) => (ref === null ? null : productKey(ref)));
  return keys.some((key) => key === null || /\s/.test(key)) ? unknownProducts : keys.join(" ");
}

const number = (value: number | null) => (value === null ? "" : String(value));

function cellsOf(row: TableRow): Record<TableColumn, string> {
  return {
    kind: row.kind,
    id: cellOf(row.id),
    title: cellOf(row.title ?? ""),
    description: cellOf(row.description),
    access: row.access,
    products: cellOf(productsCell(row.products)),
    file: cellOf(row.fileName ?? ""),
    status: cellOf(row.status),
    url: cellOf(row.url),
    created_at: new Date(row.createdAtMs).toISOString(),
    length_seconds: number(row.lengthSeconds),
    views: number(row.views),
    likes: number(row.likes),
    comments: number(row.comments),
  };
}

/** Every line break is quoted: the writer's own rule looks for whole CRLFs, and a lone LF would begin a row as well. */
const quoted = /[\r\n]/;

/** The rows as CSV (RFC 4180): UTF-8 with a byte order mark, so that Excel opens Chinese intact. */
export function writeTable(rows: readonly TableRow[]): string {
  const records = rows.map((row) => {
    const cells = cellsOf(row);
    return tableColumns.map((column) => cells[column]);
  });
  return (
    byteOrderMark + stringify([[...tableColumns], ...records], { record_delimiter: "windows", quoted_match: quoted })
  );
}
