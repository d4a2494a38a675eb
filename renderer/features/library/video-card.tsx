import { Eye, Heart, MessageCircle, TriangleAlert } from "lucide-react";
import { memo, useContext, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { LibraryVideo } from "../../../shared/model/video.ts";
import { Cover } from "../../items/cover.tsx";
import type { LibraryItem } from "../../items/library-items.ts";
import { useItemTitle } from "../../items/use-item-title.ts";
import { Pace, useIsDrawn } from "../../items/use-scroll-pace.ts";
import { formatCount, formatDate, formatLength } from "../../messages/format.ts";
import { Checkbox } from "../../ui/checkbox.tsx";
import { CoverChip } from "../../ui/chip.tsx";
import { HoverPreview } from "./hover-preview.tsx";
import { type CellProps, itemCellProps } from "./item-cell.ts";
import { CoverProgress, ItemNote, useItemChip } from "./item-facts.tsx";

/** The number of products; highlighted if there are none or some are unavailable. */
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

/** Views, likes and comments in one line; those that do not fit are hidden. */
function Figures({ video }: { video: LibraryVideo }) {
  const { t, i18n } = useTranslation();
  // During fast scrolling the figures cannot be read, and their icons would cost frames.
  if (useContext(Pace) !== "still") return <span className="h-4 flex-1">{video.viewCount}</span>;
  const figures = [
    { name: "views", count: video.viewCount, icon: Eye },
    { name: "likes", count: video.likeCount, icon: Heart },
    { name: "comments", count: video.commentCount, icon: MessageCircle },
  ] as const;
  return (
    <span className="flex h-4 min-w-0 flex-1 flex-wrap gap-x-2 overflow-hidden">
      {figures.map(({ name, count, icon: Icon }) => {
        const formatted = formatCount(count, i18n.language);
        return (
          <span
            key={name}
            className="inline-flex h-4 items-center gap-1"
            title={t(`common.${name}`, { count, formatted })}
          >
            <Icon size={12} aria-hidden="true" />
            <span aria-hidden="true">{formatted}</span>
            <span className="sr-only">{t(`common.${name}`, { count, formatted })}</span>
          </span>
        );
      })}
    </span>
  );
}

/** An item as a card: cover with its facts below. */
export const VideoCard = memo(function VideoCard(props: CellProps) {
  const title = useItemTitle()(props.item);
  const chip = useItemChip()(props.item);
  return (
    <td
      {...itemCellProps(props, props.column)}
      aria-label={title}
      aria-description={chip}
      className="group block min-w-0 rounded-lg p-0 outline-offset-3"
    >
      {useIsDrawn() ? (
        <CardContent {...props} title={title} chip={chip} />
      ) : (
        <div className="aspect-[9/16] rounded-lg bg-press" />
      )}
    </td>
  );
});

function CardContent({
  item,
  selected,
  selecting,
  onToggle,
  title,
  chip,
}: CellProps & { title: string; chip: string }) {
  const { t, i18n } = useTranslation();
  const published = item.video?.status.complete === true && item.upload?.state.phase !== "sending";
  const frame = useRef<HTMLDivElement>(null);
  const length = item.video?.lengthSeconds ?? item.upload?.lengthSeconds ?? null;
  return (
    <>
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
          onChange={() => onToggle(item)}
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
      <div className="mt-1.5 line-clamp-2 font-medium break-words" title={title}>
        {title}
      </div>
      <div className="flex gap-2 text-xs text-quiet tabular-nums">
        {published && item.video !== null ? (
          <Figures video={item.video} />
        ) : (
          <span className="min-w-0 flex-1 truncate">
            <ItemNote item={item} />
          </span>
        )}
        <ProductCount item={item} />
      </div>
      <div className="truncate text-xs text-quiet tabular-nums">{formatDate(item.sortMs, i18n.language)}</div>
    </>
  );
}
