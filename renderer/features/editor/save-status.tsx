import { Check, CircleAlert, CloudUpload, HardDrive } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useStore } from "zustand";
import type { SaveState } from "../../../shared/model/video.ts";
import { errorValueOf } from "../../bridge/client.ts";
import { type LibraryItem, ownsDetails } from "../../items/library-items.ts";
import { refusalText } from "../../items/refusal-text.ts";
import { saveErrorOf } from "../../items/save-error.ts";
import { describeUpload, detailsFailure, uploadPercent } from "../../items/upload-status.ts";
import { useServices } from "../../state/services.tsx";
import { useCopyDetails } from "../../state/use-copy-details.ts";
import { useRun } from "../../state/use-run.ts";
import { LinkButton } from "../../ui/button.tsx";
import { Chip } from "../../ui/chip.tsx";
import { Spinner } from "../../ui/spinner.tsx";
import type { DetailsDraft, DraftState } from "./details-draft.ts";

/** The phase of an upload with its percentage, or whether BigGo is processing a video. */
export function StatusChip({ item }: { item: LibraryItem }) {
  const { t } = useTranslation();
  const { progress } = useServices();
  const { upload, video } = item;
  const percent = useStore(progress, (state) =>
    upload?.state.phase === "sending" ? Math.floor(uploadPercent(upload, state.rows[upload.id]) ?? 0) : null,
  );
  if (upload !== null) {
    const status = describeUpload(upload);
    return (
      <Chip tone={status.tone}>
        {percent === null ? t(`phase.${status.label}`) : t("phase.uploadingAt", { percent })}
      </Chip>
    );
  }
  if (video !== null && !video.status.complete) return <Chip>{t("phase.processing")}</Chip>;
  return <Chip tone="done">{t("phase.complete")}</Chip>;
}

/** How far the edits are saved: in the form, on this computer, or on BigGo. */
type SaveStage = "typing" | "storing" | "here" | SaveState["state"] | "notHere";

function saveStageOf(item: LibraryItem, draft: DraftState): SaveStage {
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
} satisfies Record<SaveStage, unknown>;

/** One line that always shows how far the edits are saved. */
export function SaveStatus({ item, draft, state }: { item: LibraryItem; draft: DetailsDraft; state: DraftState }) {
  const { t } = useTranslation();
  const { client } = useServices();
  const run = useRun();
  const copy = useCopyDetails();
  const stage = saveStageOf(item, state);
  const { upload, video } = item;
  const isFailed = stage === "failed" || stage === "notHere";
  const error = stage === "notHere" ? errorValueOf(state.thrown) : saveErrorOf(item);
  const what = error === null ? "" : refusalText(error, t);
  const retry = () => {
    if (stage === "notHere") draft.flush();
    else if (upload !== null) run(client.call("uploads.saveDetails", { id: upload.id }));
    else if (video !== null) run(client.call("library.saveEdit", { videoId: video.videoId }));
  };
  return (
    <div className={`flex min-w-0 flex-1 items-center gap-1.5 text-xs ${isFailed ? "text-fail-ink" : "text-quiet"}`}>
      <span className={stage === "saved" ? "text-done-ink" : ""}>{icons[stage]}</span>
      <span role="status" className="truncate" title={isFailed ? what : undefined}>
        {t(`editor.status.${stage}`, { what })}
      </span>
      {isFailed && (
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
