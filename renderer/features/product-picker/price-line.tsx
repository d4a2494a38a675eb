import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { PriceLine as Line, ProductRef } from "../../../shared/model/product.ts";
import { formatPrice } from "../../messages/format.ts";
import { callQuery } from "../../state/call-query.ts";

const width = 48;
const height = 18;

/** The points of a line in a box: time to the right, price upwards; a price that never moved lies in the middle. */
export function linePath({ points, lowest, highest }: Line): string {
  const first = points[0]?.atMs ?? 0;
  const span = Math.max(1, (points.at(-1)?.atMs ?? 0) - first);
  const room = highest - lowest;
  return points
    .map(({ atMs, price }, at) => {
      const x = 1 + ((atMs - first) / span) * (width - 2);
      const y = room === 0 ? height / 2 : 2 + (1 - (price - lowest) / room) * (height - 4);
      return `${at === 0 ? "M" : "L"}${x.toFixed(1)} ${y.toFixed(1)}`;
    })
    .join("");
}

/** The prices of the last 90 days as a small line, with its lowest and highest in words. */
export function PriceLine({ product }: { product: ProductRef }) {
  const { t, i18n } = useTranslation();
  const { data: line, isError } = useQuery({
    ...callQuery("products.line", product),
    staleTime: 3_600_000,
    retry: false,
  });
  const shown = line !== undefined && line.points.length > 1;
  const price = (value: number) => (line === undefined ? "" : formatPrice(value, line, i18n.language));
  const words = shown
    ? t("products.line", { lowest: price(line.lowest), highest: price(line.highest) })
    : t(isError ? "products.lineUnread" : "products.lineNone");
  return (
    <svg
      role="img"
      aria-label={words}
      viewBox={`0 0 ${width} ${height}`}
      width={width}
      height={height}
      className="shrink-0 text-accent-ink max-[999px]:hidden"
    >
      <title>{words}</title>
      {shown && <path d={linePath(line)} fill="none" stroke="currentColor" strokeWidth={1.5} strokeLinejoin="round" />}
    </svg>
  );
}
