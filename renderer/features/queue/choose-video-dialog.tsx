import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useStore } from "zustand";
import type { Upload } from "../../../shared/model/upload.ts";
import { Cover } from "../../items/cover.tsx";
import { titleOfVideo } from "../../items/library-items.ts";
import { resendText } from "../../items/upload-text.ts";
import { useItemTitle } from "../../items/use-item-title.ts";
import { formatDate, formatLength, formatTime } from "../../messages/format.ts";
import { joinSentences } from "../../messages/sentences.ts";
import { useLibrary, useServices } from "../../state/services.tsx";
import { useRun } from "../../state/use-run.ts";
import { Button, LinkButton } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";

function Candidate({ videoId, onChoose }: { videoId: string; onChoose: () => void }) {
  const { t, i18n } = useTranslation();
  const { client } = useServices();
  const run = useRun();
  const nameOf = useItemTitle();
  const video = useLibrary((state) => state.videos.get(videoId));
  const when =
    video && `${formatDate(video.createdAtMs, i18n.language)} ${formatTime(video.createdAtMs, i18n.language)}`;
  return (
    <li className="flex items-center gap-3 px-5 py-2">
      <div className="relative h-16 w-9 shrink-0 overflow-hidden rounded-sm">
        <Cover
          videoId={videoId}
          uploadId={null}
          coverKey={video?.coverKey ?? null}
          aspectRatio={video?.aspectRatio ?? null}
          iconSize={14}
        />
      </div>
      <div className="min-w-0 flex-1">
        <div className="truncate font-medium">
          {video ? nameOf({ title: titleOfVideo(video), sortMs: video.createdAtMs }) : videoId}
        </div>
        <div className="text-xs text-quiet tabular-nums">
          {when}
          {video?.lengthSeconds != null && ` · ${formatLength(video.lengthSeconds)}`}
        </div>
      </div>
      <LinkButton onClick={() => run(client.call("app.openExternal", { page: "video", videoId }))}>
        {t("queue.actions.openOnBiggo")}
      </LinkButton>
      <Button onClick={onChoose}>{t("queue.actions.choose")}</Button>
    </li>
  );
}

/** Button and dialog that ask which of several matching videos on BigGo an upload became. */
export function ChooseVideo({ upload, candidates }: { upload: Upload; candidates: readonly string[] }) {
  const { t, i18n } = useTranslation();
  const { client, progress } = useServices();
  const run = useRun();
  const bytesPerSecond = useStore(progress, (state) => state.lastBytesPerSecond);
  const [open, setOpen] = useState(false);
  const resolve = (videoId: string | null) => {
    setOpen(false);
    run(client.call("uploads.resolve", { id: upload.id, videoId }));
  };
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t("queue.actions.choose")}</Button>
      <Dialog
        open={open}
        onClose={() => setOpen(false)}
        heading={t("queue.chooseHeading")}
        description={joinSentences(
          t,
          t("queue.chooseText", { name: upload.fileName }),
          resendText(upload, bytesPerSecond, t, i18n.language),
        )}
        footer={
          <>
            <Button onClick={() => resolve(null)}>{t("queue.noneOfThese")}</Button>
            <span className="flex-1" />
            <Button tone="ghost" onClick={() => setOpen(false)}>
              {t("common.cancel")}
            </Button>
          </>
        }
      >
        <ul className="pb-3">
          {candidates.map((videoId) => (
            <Candidate key={videoId} videoId={videoId} onChoose={() => resolve(videoId)} />
          ))}
        </ul>
      </Dialog>
    </>
  );
}
