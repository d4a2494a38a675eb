import { useTranslation } from "react-i18next";
import type { TopicPayload } from "../../shared/ipc/topics.ts";
import { describeUpload } from "../items/upload-status.ts";
import { useServices, useUploads, useView } from "../state/services.tsx";
import { useRun } from "../state/use-run.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { useNow } from "../ui/use-now.ts";

/** Announces that the computer will sleep, or the app quit, as the user requested, and lets them cancel it. */
export function WhenDoneDialog() {
  const announced = useView((state) => state.whenDone);
  return announced === null ? null : <Countdown announced={announced} />;
}

function Countdown({ announced }: { announced: NonNullable<TopicPayload<"app.whenDone">> }) {
  const { t, i18n } = useTranslation();
  const { client, view } = useServices();
  const run = useRun();
  const nowMs = useNow(1000);
  const needsYou = useUploads(
    (state) => [...state.uploads.values()].filter((upload) => describeUpload(upload).group === "needsYou").length,
  );
  const seconds = Math.max(0, Math.ceil((announced.atMs - nowMs) / 1000));
  const cancel = () => {
    view.setWhenDone(null);
    run(client.call("app.cancelWhenDone"));
  };
  return (
    <Dialog
      open
      width={420}
      onClose={cancel}
      heading={t("whenDone.heading")}
      description={t(`whenDone.${announced.action}`, { time: t("common.seconds", { count: seconds }) })}
      footer={
        <>
          <span className="flex-1" />
          <Button data-autofocus onClick={cancel}>
            {t("whenDone.notNow")}
          </Button>
        </>
      }
    >
      {needsYou > 0 && (
        <p className="px-5 pb-4 text-fail-ink">
          {t("strip.needsYou", { count: needsYou, formatted: needsYou.toLocaleString(i18n.language) })}
        </p>
      )}
    </Dialog>
  );
}
