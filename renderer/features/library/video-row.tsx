import { memo, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { formatCount, formatDate, formatLength } from "../../messages/format.ts";
import { Checkbox } from "../../ui/checkbox.tsx";
import { Chip } from "../../ui/chip.tsx";
import { gridCellProps } from "../../ui/grid-roles.ts";
import { tellUpload } from "../queue/upload-story.ts";
import { Cover } from "./cover.tsx";
import { CoverProgress, ItemNote, useItemChip } from "./item-facts.tsx";
import { accessOf, type LibraryItem } from "./library-items.ts";
import { useItemTitle } from "./use-item-title.ts";
import { type CellProps, ProductCount } from "./video-card.tsx";

/** The columns of the list, on the heading and on every row alike. */
export const listColumns =
  "grid grid-cols-[minmax(180px,1fr)_84px_136px_64px_72px_60px_88px] min-[1100px]:grid-cols-[minmax(220px,1fr)_88px_140px_64px_64px_56px_76px_56px_92px] items-center gap-3 px-4";

/** Left out where the window is narrow. */
export const wideOnly = "max-[1099px]:hidden";

function Cell({ children, wide = false, end = false }: { children: ReactNode; wide?: boolean; end?: boolean }) {
  const place = end ? "text-right tabular-nums" : "";
  return <td className={`truncate p-0 text-xs text-quiet ${place} ${wide ? wideOnly : ""}`}>{children}</td>;
}

function StatusChip({ item }: { item: LibraryItem }) {
  const { t } = useTranslation();
  const chip = useItemChip()(item);
  const told = item.upload === null ? null : tellUpload(item.upload);
  if (told !== null && told.group !== "done") return <Chip tone={told.tone}>{chip}</Chip>;
  if (item.video === null) return null;
  if (item.video.save.state === "failed") return <Chip tone="wait">{t("phase.detailsNotSaved")}</Chip>;
  if (!item.video.status.complete) return <Chip>{t("phase.processing")}</Chip>;
  return <Chip tone="done">{t("library.online")}</Chip>;
}

function Figures({ item }: { item: LibraryItem }) {
  const { t, i18n } = useTranslation();
  const { video, upload } = item;
  const figure = (count: number | undefined) =>
    count === undefined ? t("common.notYet") : formatCount(count, i18n.language);
  const length = video?.lengthSeconds ?? upload?.lengthSeconds ?? null;
  return (
    <>
      <Cell end>{figure(video?.viewCount)}</Cell>
      <Cell end wide>
        {figure(video?.likeCount)}
      </Cell>
      <Cell end wide>
        {figure(video?.commentCount)}
      </Cell>
      <Cell end>{length === null ? t("common.notYet") : formatLength(length)}</Cell>
      <Cell end>{formatDate(item.sortMs, i18n.language)}</Cell>
    </>
  );
}

/** A video as a line of facts. */
export const VideoRow = memo(function VideoRow(props: CellProps) {
  const { item, selected, active } = props;
  const { t } = useTranslation();
  const title = useItemTitle()(item);
  const { video, upload } = item;
  return (
    <>
      <td
        {...gridCellProps({ selected, column: 0 })}
        aria-label={title}
        tabIndex={active ? 0 : -1}
        data-key={item.key}
        onClick={(event) => props.onPress(item, event)}
        onFocus={() => props.onFocus(item)}
        onKeyDown={props.onKeyDown}
        className="flex min-w-0 items-center gap-3 rounded-md p-0 before:absolute before:inset-0"
      >
        <Checkbox
          label={t("library.select", { title })}
          tabIndex={-1}
          checked={selected}
          onChange={() => props.onToggle(item)}
          onClick={(event) => event.stopPropagation()}
          className="z-10"
        />
        <div className="relative h-[46px] w-[26px] shrink-0 overflow-hidden rounded-sm">
          <Cover
            videoId={video?.videoId ?? null}
            uploadId={upload?.id ?? null}
            hasCover={video?.hasCover ?? false}
            aspectRatio={video?.aspectRatio ?? null}
            iconSize={14}
          />
          {upload !== null && <CoverProgress upload={upload} title={title} />}
        </div>
        <div className="min-w-0">
          <div className="truncate font-medium">{title}</div>
          <div className="truncate text-xs text-quiet tabular-nums">
            {video === null || upload?.state.phase === "sending" ? (
              <ItemNote item={item} />
            ) : (
              video.description.split("\n", 1)[0]
            )}
          </div>
        </div>
      </td>
      <Cell>{t(`access.${accessOf(item)}`)}</Cell>
      <Cell>
        <StatusChip item={item} />
      </Cell>
      <Cell end>{video === null ? t("common.notYet") : <ProductCount item={item} />}</Cell>
      <Figures item={item} />
    </>
  );
});
