import { stringify } from "csv-stringify/sync";
import { productKey, type TaggedProduct } from "../../shared/model/product.ts";
import { type TableColumn, tableColumns } from "../../shared/model/table.ts";
import { cellOf, guardSplits, unknownProducts } from "./cell.ts";
import type { TableRow } from "./table-row.ts";

/** Without it Excel reads UTF-8 as the system's legacy code page. */
const byteOrderMark = "\uFEFF";

/** The product keys in order, separated by spaces; {@link unknownProducts} when one has no key. */
export function productsCell(products: readonly TaggedProduct[] | null): string {
  if (products === null) return unknownProducts;
  const keys = products.map(({ ref }) => (ref === null ? null : productKey(ref)));
  return keys.some((key) => key === null || /\s/.test(key)) ? unknownProducts : keys.join(" ");
}

const numberCell = (value: number | null) => (value === null ? "" : String(value));

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
    length_seconds: numberCell(row.lengthSeconds),
    views: numberCell(row.views),
    likes: numberCell(row.likes),
    comments: numberCell(row.comments),
  };
}

/** Quotes every line break: the writer by default quotes only CRLF, but a lone LF starts a new row too. */
const quoted = /[\r\n]/;

/** The rows as CSV (RFC 4180): UTF-8 with a byte order mark, so that Excel displays Chinese correctly. */
export function writeTable(rows: readonly TableRow[]): string {
  const records = rows.map((row) => {
    const cells = cellsOf(row);
    return tableColumns.map((column) => guardSplits(cells[column]));
  });
  return (
    byteOrderMark + stringify([[...tableColumns], ...records], { record_delimiter: "windows", quoted_match: quoted })
  );
}
