import { TriangleAlert } from "lucide-react";
import { memo, useRef } from "react";
import { useTranslation } from "react-i18next";
import { formatLength } from "../../messages/format.ts";
import { Checkbox } from "../../ui/checkbox.tsx";
import { CoverChip } from "../../ui/chip.tsx";
import { Cover } from "./cover.tsx";
import { HoverPreview } from "./hover-preview.tsx";
import { type CellProps, itemCellProps } from "./item-cell.ts";
import { CoverProgress, ItemNote, useItemChip } from "./item-facts.tsx";
import type { LibraryItem } from "./library-items.ts";
import { useItemTitle } from "./use-item-title.ts";

/** The number of products, pointed out where there are none. */
export function ProductCount({ item }: { item: LibraryItem }) {
  const { t } = useTranslation();
  if (item.video === null) return null;
  const { productCount: count, deadProducts } = item.video;
  if (deadProducts > 0) {
    return (
      <span
        title={t("common.deadLong", { count: deadProducts })}
        className="inline-flex items-center gap-1 text-fail-ink"
      >
        <TriangleAlert size={12} aria-label={t("common.deadLong", { count: deadProducts })} />
        {t("common.products", { count })}
      </span>
    );
  }
  return (
    <span title={t("common.productsLong", { count })} className={count === 0 ? "text-wait-ink" : ""}>
      {t("common.products", { count })}
    </span>
  );
}

/** A video as a picture with its facts below. */
export const VideoCard = memo(function VideoCard(props: CellProps) {
  const { item, column, selected, selecting } = props;
  const { t } = useTranslation();
  const title = useItemTitle()(item);
  const chip = useItemChip()(item);
  const frame = useRef<HTMLDivElement>(null);
  const length = item.video?.lengthSeconds ?? item.upload?.lengthSeconds ?? null;
  return (
    <td
      {...itemCellProps(props, column)}
      aria-label={title}
      aria-description={chip}
      className="group block min-w-0 rounded-lg p-0 outline-offset-3"
    >
      <div
        ref={frame}
        className={`relative aspect-[9/16] overflow-hidden rounded-lg bg-press ring-inset transition-transform duration-150 ${
          selected ? "outline-2 outline-offset-1 outline-accent" : ""
        }`}
      >
        <Cover
          videoId={item.video?.videoId ?? null}
          uploadId={item.upload?.id ?? null}
          coverKey={item.video?.coverKey ?? null}
          aspectRatio={item.video?.aspectRatio ?? item.upload?.aspectRatio ?? null}
        />
        {item.video !== null && (
          <HoverPreview videoId={item.video.videoId} count={item.video.thumbnailCount} element={frame} />
        )}
        <div className="pointer-events-none absolute inset-0 bg-white/0 transition-colors duration-150 group-hover:bg-white/8" />
        <div className="absolute inset-x-1.5 top-1.5 flex items-start gap-1.5 pr-6">
          <CoverChip>{chip}</CoverChip>
        </div>
        <Checkbox
          label={t("library.select", { title })}
          tabIndex={-1}
          checked={selected}
          onChange={() => props.onToggle(item)}
          onClick={(event) => event.stopPropagation()}
          className={`absolute! top-2 right-2 ${
            selected || selecting ? "" : "opacity-0 transition-opacity duration-150 group-hover:opacity-100"
          }`}
        />
        {length !== null && (
          <span className="absolute right-1.5 bottom-2 rounded-sm bg-black/65 px-1.5 text-xs text-white tabular-nums">
            {formatLength(length)}
          </span>
        )}
        {item.upload !== null && <CoverProgress upload={item.upload} title={title} />}
      </div>
      <div className="mt-1.5 truncate font-medium" title={title}>
        {title}
      </div>
      <div className="flex gap-2 text-xs text-quiet tabular-nums">
        <span className="min-w-0 flex-1 truncate">
          <ItemNote item={item} />
        </span>
        <ProductCount item={item} />
      </div>
    </td>
  );
});
