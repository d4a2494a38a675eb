import { useTranslation } from "react-i18next";
import { columnHeadingProps, rowProps } from "../../ui/grid-roles.ts";
import { listColumns, roomyOnly, wideOnly } from "./video-row.tsx";

const columns = [
  { name: "video", style: "" },
  { name: "access", style: roomyOnly },
  { name: "status", style: "" },
  { name: "products", style: "text-right" },
  { name: "views", style: `text-right ${roomyOnly}` },
  { name: "likes", style: `text-right ${wideOnly}` },
  { name: "comments", style: `text-right ${wideOnly}` },
  { name: "length", style: `text-right ${roomyOnly}` },
  { name: "date", style: "text-right" },
] as const;

/** The number of columns, including those hidden in a narrow window. */
export const listColumnCount = columns.length;

/** The height of the heading, px. */
export const listHeadingHeight = 32;

/** The column headings of the list; sticky. */
export function ListHeading() {
  const { t } = useTranslation();
  return (
    <thead className="sticky top-0 z-20 block bg-page">
      <tr {...rowProps(0)} className={`${listColumns} h-8 border-b border-line text-xs text-quiet`}>
        {columns.map(({ name, style }, column) => (
          <th key={name} {...columnHeadingProps(column)} className={`truncate p-0 text-left font-normal ${style}`}>
            {t(`library.columns.${name}`)}
          </th>
        ))}
      </tr>
    </thead>
  );
}
