import { useTranslation } from "react-i18next";
import { listColumns, wideOnly } from "./video-row.tsx";

const columns = [
  { name: "video", style: "" },
  { name: "access", style: "" },
  { name: "status", style: "" },
  { name: "products", style: "text-right" },
  { name: "views", style: "text-right" },
  { name: "likes", style: `text-right ${wideOnly}` },
  { name: "comments", style: `text-right ${wideOnly}` },
  { name: "length", style: "text-right" },
  { name: "date", style: "text-right" },
] as const;

/** The names of the list's columns. Hidden from readers: every row says its facts in words already. */
export function ListHeading() {
  const { t } = useTranslation();
  return (
    <div
      aria-hidden="true"
      className={`${listColumns} h-8 shrink-0 border-b border-line text-xs text-quiet [scrollbar-gutter:stable] pr-7`}
    >
      {columns.map(({ name, style }) => (
        <div key={name} className={`truncate ${style}`}>
          {t(`library.columns.${name}`)}
        </div>
      ))}
    </div>
  );
}
