import { useTranslation } from "react-i18next";
import { useServices, useView } from "../../state/services.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { ConnectForm } from "./connect-form.tsx";

/** Connects an account from practice mode, or reconnects one. */
export function ConnectDialog() {
  const { t } = useTranslation();
  const { view } = useServices();
  const open = useView((state) => state.dialog === "connect");
  const close = () => view.closeDialog();
  return (
    <Dialog open={open} onClose={close} heading={t("account.heading")} width={420}>
      <div className="px-5 pt-1 pb-5">
        <ConnectForm initialError={null} practice={false} onConnected={close} />
      </div>
    </Dialog>
  );
}
