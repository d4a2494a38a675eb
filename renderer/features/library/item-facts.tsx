import { useTranslation } from "react-i18next";
import { useStore } from "zustand";
import type { Upload } from "../../../shared/model/upload.ts";
import type { LibraryItem } from "../../items/library-items.ts";
import { describeUpload, uploadPercent } from "../../items/upload-status.ts";
import { formatBytesOf, formatCount } from "../../messages/format.ts";
import { useServices } from "../../state/services.tsx";
import { ProgressBar } from "../../ui/progress-bar.tsx";

/** The chip text of an item: the phase of a pending upload, the access of a published video. */
export function useItemChip(): (item: LibraryItem) => string {
  const { t } = useTranslation();
  return (item) => {
    const { upload, video } = item;
    if (upload !== null && describeUpload(upload).group !== "done") return t(`phase.${describeUpload(upload).label}`);
    if (video !== null && !video.status.complete) return t("phase.processing");
    if (video?.save.state === "failed") return t("phase.detailsNotSaved");
    return t(`access.${item.access}`);
  };
}

/** "412 of 640 MB". Subscribes to progress itself, so that nothing around it re-renders. */
function SentBytes({ upload }: { upload: Upload }) {
  const { t, i18n } = useTranslation();
  const sent = useStore(useServices().progress, (state) => state.rows[upload.id]?.sentBytes ?? 0);
  const shown = formatBytesOf(Math.min(sent, upload.sizeBytes), upload.sizeBytes, i18n.language);
  return <>{t("queue.bytes", shown)}</>;
}

/** The progress bar on a cover. */
export function CoverProgress({ upload, title }: { upload: Upload; title: string }) {
  const { t } = useTranslation();
  const { progress } = useServices();
  const percent = useStore(progress, (state) => uploadPercent(upload, state.rows[upload.id]));
  if (percent === null || upload.state.phase === "complete") return null;
  return (
    <ProgressBar
      label={t("queue.progressOf", { title })}
      percent={percent}
      tone="cover"
      className="absolute! inset-x-0 bottom-0 rounded-none!"
    />
  );
}

/** The line below a title: views of a published video, progress or phase of an upload. */
export function ItemNote({ item }: { item: LibraryItem }) {
  const { t, i18n } = useTranslation();
  const { upload, video } = item;
  if (upload !== null && upload.state.phase === "sending") return <SentBytes upload={upload} />;
  if (video === null && upload !== null) {
    const { label } = describeUpload(upload);
    return <>{label === "processing" ? t("library.processing") : t(`phase.${label}`)}</>;
  }
  if (video === null) return null;
  if (!video.status.complete) return <>{t("library.processing")}</>;
  return <>{t("common.views", { count: video.viewCount, formatted: formatCount(video.viewCount, i18n.language) })}</>;
}
