import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { isUnfinished } from "../../items/upload-status.ts";
import { joinSentences } from "../../messages/sentences.ts";
import { setAccount, useAccount } from "../../state/server-cache.ts";
import { useServices, useUploads } from "../../state/services.tsx";
import { useRun } from "../../state/use-run.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Avatar } from "../account/avatar.tsx";

/** Asks before the account is disconnected: its uploads wait from then on. */
function DisconnectDialog({ name, open, onClose, onDisconnect }: DisconnectDialogProps) {
  const { t, i18n } = useTranslation();
  const waiting = useUploads(({ uploads }) => [...uploads.values()].filter(isUnfinished).length);
  const formatted = waiting.toLocaleString(i18n.language);
  const text = t("account.disconnectText");
  return (
    <Dialog
      open={open}
      onClose={onClose}
      heading={t("account.disconnectHeading", { name })}
      width={420}
      onSubmit={onDisconnect}
      footer={
        <>
          <span className="flex-1" />
          <Button tone="ghost" onClick={onClose}>
            {t("common.cancel")}
          </Button>
          <Button tone="accent" data-autofocus onClick={onDisconnect}>
            {t("account.disconnect")}
          </Button>
        </>
      }
    >
      <p className="px-5 pb-4 text-pretty">
        {waiting === 0 ? text : joinSentences(t, text, t("account.uploadsWait", { count: waiting, formatted }))}
      </p>
    </Dialog>
  );
}

interface DisconnectDialogProps {
  name: string;
  open: boolean;
  onClose: () => void;
  onDisconnect: () => void;
}

/** The connected account, where its key is stored, and a button to disconnect. */
export function AccountSettings() {
  const { t } = useTranslation();
  const { client, view } = useServices();
  const cache = useQueryClient();
  const run = useRun();
  const state = useAccount();
  const [asking, setAsking] = useState(false);
  if (state === undefined || !("account" in state)) return null;
  const { account } = state;
  const disconnect = () => run(client.call("account.disconnect").then((next) => setAccount(cache, next)));
  return (
    <div className="flex items-center gap-3">
      <Avatar id={account.userid} className="size-9" />
      <div className="min-w-0 flex-1">
        <div className="selectable truncate font-medium">{account.atUserid}</div>
        <div className="truncate text-xs text-quiet">
          {account.region && `${t(`regions.${account.region}`)} · `}
          {t(`account.source.${account.source}`)}
        </div>
      </div>
      {account.practice && <Button onClick={() => view.openDialog("connect")}>{t("account.connectAccount")}</Button>}
      <Button onClick={account.practice ? disconnect : () => setAsking(true)}>
        {t(account.practice ? "account.leavePractice" : "account.disconnect")}
      </Button>
      <DisconnectDialog
        name={account.atUserid}
        open={asking}
        onClose={() => setAsking(false)}
        onDisconnect={() => {
          setAsking(false);
          disconnect();
        }}
      />
    </div>
  );
}
