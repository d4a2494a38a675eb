import { Check, CircleAlert, CloudUpload, HardDrive } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useStore } from "zustand";
import type { SaveState } from "../../../shared/model/video.ts";
import { errorValueOf } from "../../bridge/client.ts";
import { type LibraryItem, ownsDetails } from "../../items/library-items.ts";
import { refusalText } from "../../items/refusal-words.ts";
import { saveErrorOf } from "../../items/save-error.ts";
import { describeUpload, detailsFailure, uploadPercent } from "../../items/upload-status.ts";
import { useServices } from "../../state/services.tsx";
import { useCopyDetails } from "../../state/use-copy-details.ts";
import { useRun } from "../../state/use-run.ts";
import { LinkButton } from "../../ui/button.tsx";
import { Chip } from "../../ui/chip.tsx";
import { Spinner } from "../../ui/spinner.tsx";
import type { DetailsDraft, DraftState } from "./details-draft.ts";

/** The phase of an upload with its percentage, or whether a video is on BigGo. */
export function StatusChip({ item }: { item: LibraryItem }) {
  const { t } = useTranslation();
  const { progress } = useServices();
  const { upload, video } = item;
  const percent = useStore(progress, (state) =>
    upload?.state.phase === "sending" ? Math.floor(uploadPercent(upload, state.rows[upload.id]) ?? 0) : null,
  );
  if (upload !== null) {
    const told = describeUpload(upload);
    return (
      <Chip tone={told.tone}>{percent === null ? t(`phase.${told.label}`) : t("phase.uploadingAt", { percent })}</Chip>
    );
  }
  if (video !== null && !video.status.complete) return <Chip>{t("phase.processing")}</Chip>;
  return <Chip tone="done">{t("phase.complete")}</Chip>;
}

/** Whether what was typed is on this computer, on its way, or on BigGo. */
type Where = "typing" | "storing" | "here" | SaveState["state"] | "notHere";

function whereIs(item: LibraryItem, draft: DraftState): Where {
  if (draft.status === "failed") return "notHere";
  if (draft.status !== "clean") return draft.status;
  const { video, upload } = item;
  if (upload !== null && detailsFailure(upload) !== null) return "failed";
  if (upload !== null && ownsDetails(item)) return upload.save.state === "pending" ? "here" : upload.save.state;
  return video?.save.state ?? "saved";
}

const icons = {
  typing: <HardDrive size={16} aria-hidden="true" />,
  storing: <Spinner />,
  here: <HardDrive size={16} aria-hidden="true" />,
  pending: <CloudUpload size={16} aria-hidden="true" />,
  sending: <Spinner />,
  saved: <Check size={16} aria-hidden="true" />,
  failed: <CircleAlert size={16} aria-hidden="true" />,
  conflict: <CircleAlert size={16} aria-hidden="true" />,
  notHere: <CircleAlert size={16} aria-hidden="true" />,
} satisfies Record<Where, unknown>;

/** The line that always says where a change is. */
export function SaveStatus({ item, draft, state }: { item: LibraryItem; draft: DetailsDraft; state: DraftState }) {
  const { t } = useTranslation();
  const { client } = useServices();
  const run = useRun();
  const copy = useCopyDetails();
  const where = whereIs(item, state);
  const { upload, video } = item;
  const bad = where === "failed" || where === "notHere";
  const error = where === "notHere" ? errorValueOf(state.thrown) : saveErrorOf(item);
  const what = error === null ? "" : refusalText(error, t);
  const retry = () => {
    if (where === "notHere") draft.flush();
    else if (upload !== null) run(client.call("uploads.saveDetails", { id: upload.id }));
    else if (video !== null) run(client.call("library.saveEdit", { videoId: video.videoId }));
  };
  return (
    <div className={`flex min-w-0 flex-1 items-center gap-1.5 text-xs ${bad ? "text-fail-ink" : "text-quiet"}`}>
      <span className={where === "saved" ? "text-done-ink" : ""}>{icons[where]}</span>
      <span role="status" className="truncate" title={bad ? what : undefined}>
        {t(`editor.status.${where}`, { what })}
      </span>
      {bad && (
        <>
          <LinkButton className="shrink-0" onClick={retry}>
            {t("common.retry")}
          </LinkButton>
          <LinkButton className="shrink-0" onClick={() => copy({ item: item.key, error })}>
            {t("common.copyDetails")}
          </LinkButton>
        </>
      )}
    </div>
  );
}
