import { useTranslation } from "react-i18next";
import { useServices, useView } from "../../state/services.tsx";
import { useRun } from "../../state/use-run.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { useNow } from "../../ui/use-now.ts";

/** Says that the computer is about to sleep, or the app to quit, as the person had asked, and lets them call it off. */
export function WhenDoneDialog() {
  const { t } = useTranslation();
  const { client, view } = useServices();
  const run = useRun();
  const announced = useView((state) => state.whenDone);
  const nowMs = useNow(1000);
  if (announced === null) return null;
  const seconds = Math.max(0, Math.ceil((announced.atMs - nowMs) / 1000));
  const callOff = () => {
    view.setState({ whenDone: null });
    run(client.call("app.cancelWhenDone"));
  };
  return (
    <Dialog
      open
      width={420}
      onClose={callOff}
      heading={t("whenDone.heading")}
      description={t(`whenDone.${announced.action}`, { time: t("common.seconds", { count: seconds }) })}
      footer={
        <>
          <span className="flex-1" />
          <Button data-autofocus onClick={callOff}>
            {t("whenDone.notNow")}
          </Button>
        </>
      }
    >
      {null}
    </Dialog>
  );
}
