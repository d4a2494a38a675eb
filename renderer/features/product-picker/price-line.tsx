import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { PriceLine as Line, ProductRef } from "../../../shared/model/product.ts";
import { formatPrice } from "../../messages/format.ts";
import { callQuery } from "../../state/call-query.ts";

const width = 48;
const height = 18;

/** The SVG path of a price line: time to the right, price upwards; a constant price is a line in the middle. */
export function linePath({ points, lowest, highest }: Line): string {
  const first = points[0]?.atMs ?? 0;
  const span = Math.max(1, (points.at(-1)?.atMs ?? 0) - first);
  const range = highest - lowest;
  return points
    .map(({ atMs, price }, index) => {
      const x = 1 + ((atMs - first) / span) * (width - 2);
      const y = range === 0 ? height / 2 : 2 + (1 - (price - lowest) / range) * (height - 4);
      return `${index === 0 ? "M" : "L"}${x.toFixed(1)} ${y.toFixed(1)}`;
    })
    .join("");
}

/** A sparkline of the last 90 days' prices; its label gives the lowest and highest price. */
export function PriceLine({ product }: { product: ProductRef }) {
  const { t, i18n } = useTranslation();
  const { data: line, isError } = useQuery({
    ...callQuery("products.line", product),
    staleTime: 3_600_000,
    retry: false,
  });
  const shown = line !== undefined && line.points.length > 1;
  const price = (value: number) => (line === undefined ? "" : formatPrice(value, line, i18n.language));
  const label = shown
    ? t("products.priceRange", { lowest: price(line.lowest), highest: price(line.highest) })
    : t(isError ? "products.priceHistoryFailed" : "products.noPriceHistory");
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${width} ${height}`}
      width={width}
      height={height}
      className="shrink-0 text-accent-ink max-[999px]:hidden"
    >
      <title>{label}</title>
      {shown && <path d={linePath(line)} fill="none" stroke="currentColor" strokeWidth={1.5} strokeLinejoin="round" />}
    </svg>
  );
}
