import { Check } from "lucide-react";
import { memo, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Cover } from "../../items/cover.tsx";
import { type LibraryItem, lineBelowTitle } from "../../items/library-items.ts";
import { describeUpload } from "../../items/upload-status.ts";
import { useItemTitle } from "../../items/use-item-title.ts";
import { useIsDrawn } from "../../items/use-scroll-pace.ts";
import { formatCount, formatDate, formatLength } from "../../messages/format.ts";
import { Checkbox } from "../../ui/checkbox.tsx";
import { Chip } from "../../ui/chip.tsx";
import { factCellProps } from "../../ui/grid-roles.ts";
import { type CellProps, itemCellProps } from "./item-cell.ts";
import { CoverProgress, ItemNote, useItemChip } from "./item-facts.tsx";
import { ProductCount } from "./video-card.tsx";

/** The grid columns shared by the heading and all rows of the list. */
export const listColumns =
  "grid grid-cols-[minmax(180px,1fr)_112px_64px_104px] min-[860px]:grid-cols-[minmax(180px,1fr)_72px_112px_64px_64px_48px_104px] min-[1100px]:grid-cols-[minmax(220px,1fr)_72px_112px_56px_64px_56px_64px_48px_96px] items-center gap-3 px-4";

/** Hidden below 1100 px. */
export const wideOnly = "max-[1099px]:hidden";

/** Hidden below 860 px: a small window or a large zoom. */
export const roomyOnly = "max-[859px]:hidden";

interface CellOptions {
  column: number;
  children: ReactNode;
  /** Class that hides it in narrow windows; always shown without. */
  only?: string;
  /** Right-aligned, for numbers. */
  end?: boolean;
}

function Cell({ column, children, only = "", end = false }: CellOptions) {
  const alignment = end ? "text-right tabular-nums" : "";
  return (
    <td {...factCellProps(column)} className={`truncate p-0 text-xs text-quiet ${alignment} ${only}`}>
      {children}
    </td>
  );
}

function StatusChip({ item }: { item: LibraryItem }) {
  const { t } = useTranslation();
  const chip = useItemChip()(item);
  const status = item.upload === null ? null : describeUpload(item.upload);
  if (status !== null && status.group !== "done") return <Chip tone={status.tone}>{chip}</Chip>;
  if (item.video === null) return null;
  if (item.video.save.state === "failed") return <Chip tone="wait">{t("phase.detailsNotSaved")}</Chip>;
  if (!item.video.status.complete) return <Chip>{t("phase.processing")}</Chip>;
  // What is so of most videos takes no chip, and its column no width from the titles.
  return <Check size={16} role="img" aria-label={t("library.online")} className="text-done-ink" />;
}

function Figures({ item }: { item: LibraryItem }) {
  const { t, i18n } = useTranslation();
  const { video, upload } = item;
  const figure = (count: number | undefined) =>
    count === undefined ? t("common.notYet") : formatCount(count, i18n.language);
  const length = video?.lengthSeconds ?? upload?.lengthSeconds ?? null;
  return (
    <>
      <Cell column={4} end only={roomyOnly}>
        {figure(video?.viewCount)}
      </Cell>
      <Cell column={5} end only={wideOnly}>
        {figure(video?.likeCount)}
      </Cell>
      <Cell column={6} end only={wideOnly}>
        {figure(video?.commentCount)}
      </Cell>
      <Cell column={7} end only={roomyOnly}>
        {length === null ? t("common.notYet") : formatLength(length)}
      </Cell>
      <Cell column={8} end>
        {formatDate(item.sortMs, i18n.language)}
      </Cell>
    </>
  );
}

/** An item as a list row. */
export const VideoRow = memo(function VideoRow(props: CellProps) {
  const { item, selected } = props;
  const { t } = useTranslation();
  const title = useItemTitle()(item);
  const { video, upload } = item;
  const isDrawn = useIsDrawn();
  const cell = {
    ...itemCellProps(props, 0),
    "aria-label": title,
    className: "flex min-w-0 items-center gap-3 rounded-md p-0 before:absolute before:inset-0",
  };
  if (!isDrawn) return <td {...cell} />;
  return (
    <>
      <td {...cell}>
        <Checkbox
          label={t("library.select", { title })}
          tabIndex={-1}
          checked={selected}
          onChange={() => props.onToggle(item)}
          onClick={(event) => event.stopPropagation()}
          className="z-10"
        />
        <div className="relative h-10 w-[23px] shrink-0 overflow-hidden rounded-sm">
          <Cover
            videoId={video?.videoId ?? null}
            uploadId={upload?.id ?? null}
            coverKey={video?.coverKey ?? null}
            aspectRatio={video?.aspectRatio ?? upload?.aspectRatio ?? null}
            iconSize={12}
          />
          {upload !== null && <CoverProgress upload={upload} title={title} />}
        </div>
        {/* A title of two lines takes the place of the line below it. */}
        <div className="max-h-10 min-w-0 overflow-hidden">
          <div className="line-clamp-2 font-medium break-words" title={title}>
            {title}
          </div>
          <div className="truncate text-xs text-quiet tabular-nums">
            {video === null || upload?.state.phase === "sending" ? (
              <ItemNote item={item} />
            ) : (
              lineBelowTitle(video, title)
            )}
          </div>
        </div>
      </td>
      <Cell column={1} only={roomyOnly}>
        {t(`access.${item.access}`)}
      </Cell>
      <Cell column={2}>
        <StatusChip item={item} />
      </Cell>
      <Cell column={3} end>
        {video === null ? t("common.notYet") : <ProductCount item={item} />}
      </Cell>
      <Figures item={item} />
    </>
  );
});
