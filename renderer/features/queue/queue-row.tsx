import { type KeyboardEvent, memo } from "react";
import { useTranslation } from "react-i18next";
import type { Upload } from "../../../shared/model/upload.ts";
import { Cover } from "../../items/cover.tsx";
import { titleOfUpload } from "../../items/library-items.ts";
import { hasStatusTime, StatusLine, StatusTime } from "../../items/status-line.tsx";
import { describeUpload, isMovable, type PrimaryAction } from "../../items/upload-status.ts";
import { formatBytes } from "../../messages/format.ts";
import { altKey, usePlatform } from "../../state/platform.ts";
import { useLibrary } from "../../state/services.tsx";
import { videoIdOf } from "../../state/uploads-store.ts";
import { Button } from "../../ui/button.tsx";
import { Chip } from "../../ui/chip.tsx";
import { MoveGrip } from "../../ui/movable.tsx";
import { ChooseVideo } from "./choose-video-dialog.tsx";
import { RowMenu } from "./row-menu.tsx";
import type { Moves } from "./use-moves.ts";
import { type UploadActions, useUploadActions } from "./use-upload-actions.ts";

/** The columns of the queue. */
const queueColumns =
  "grid grid-cols-[minmax(120px,1fr)_104px_128px_136px] min-[800px]:grid-cols-[minmax(140px,1fr)_150px_220px_168px] min-[1100px]:grid-cols-[minmax(220px,1fr)_180px_230px_80px_168px] items-center gap-3 pr-3 pl-4";

function PrimaryButton({ upload, action, actions }: { upload: Upload; action: PrimaryAction; actions: UploadActions }) {
  const { t } = useTranslation();
  if (action === "choose") {
    return upload.state.phase === "uncertain" ? (
      <ChooseVideo upload={upload} candidates={upload.state.candidates} />
    ) : null;
  }
  const run = { ...actions, checkAgain: actions.retry }[action];
  return <Button onClick={run}>{t(`queue.actions.${action}`)}</Button>;
}

function Preview({ upload }: { upload: Upload }) {
  const videoId = videoIdOf(upload);
  const video = useLibrary((state) => (videoId === null ? undefined : state.videos.get(videoId)));
  return (
    <div className="relative h-[46px] w-[26px] shrink-0 overflow-hidden rounded-sm">
      <Cover
        videoId={video?.videoId ?? null}
        uploadId={upload.id}
        coverKey={video?.coverKey ?? null}
        aspectRatio={video?.aspectRatio ?? upload.aspectRatio}
        iconSize={14}
      />
    </div>
  );
}

interface QueueRowProps {
  upload: Upload;
  sequence: () => readonly string[];
  moves: Moves;
}

/** A row of the queue: an upload with its status and actions. */
export const QueueRow = memo(function QueueRow({ upload, sequence, moves }: QueueRowProps) {
  const { t, i18n } = useTranslation();
  const actions = useUploadActions(upload, sequence);
  const status = describeUpload(upload);
  const title = titleOfUpload(upload);
  // A sentence takes the space of the time where there is none.
  const hasTime = hasStatusTime(upload);
  const gripTitle = `${t("queue.move", { title })}: ${t("queue.moveHint", { key: altKey(usePlatform()) })}`;
  const moveBy = (step: -1 | 1) => moves.moveBy(upload.id, step);
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === "ArrowUp" ? -1 : event.key === "ArrowDown" ? 1 : null;
    if (step === null || !event.altKey || !isMovable(upload)) return;
    event.preventDefault();
    moveBy(step);
  };
  return (
    <tr
      onKeyDown={onKeyDown}
      aria-label={`${title}, ${t(`phase.${status.label}`)}`}
      className={`${queueColumns} group relative h-[52px] border-b border-line transition-colors duration-150 hover:bg-hover`}
    >
      <td className="flex min-w-0 items-center gap-4">
        <MoveGrip title={gripTitle} />
        <Preview upload={upload} />
        <button
          type="button"
          aria-keyshortcuts={isMovable(upload) ? "Alt+ArrowUp Alt+ArrowDown" : undefined}
          data-key={upload.id}
          onClick={actions.edit}
          className="min-w-0 rounded-sm text-left"
        >
          <span className="block truncate font-medium" title={title}>
            {title}
          </span>
          <span className="block truncate text-xs text-quiet tabular-nums">
            {upload.fileName} · {formatBytes(upload.sizeBytes, i18n.language)}
          </span>
        </button>
      </td>
      <td className="min-w-0">
        <Chip tone={status.tone}>{t(`phase.${status.label}`)}</Chip>
      </td>
      <td className={`min-w-0 ${hasTime ? "" : "min-[1100px]:col-span-2"}`} colSpan={hasTime ? 1 : 2}>
        <StatusLine upload={upload} title={title} />
      </td>
      {hasTime && (
        <td className="truncate text-xs text-quiet tabular-nums max-[1099px]:hidden">
          <StatusTime upload={upload} />
        </td>
      )}
      <td className="flex items-center justify-end gap-1">
        {status.action !== null && <PrimaryButton upload={upload} action={status.action} actions={actions} />}
        <RowMenu upload={upload} actions={actions} moveBy={moveBy} />
      </td>
    </tr>
  );
});
