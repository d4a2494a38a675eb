import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { setAccount, useAccount } from "../../state/server-cache.ts";
import { useServices } from "../../state/services.tsx";
import { useRun } from "../../state/use-run.ts";
import { Button } from "../../ui/button.tsx";
import { Avatar } from "../account/avatar.tsx";

/** The connected account, where its key is stored, and a button to disconnect. */
export function AccountSettings() {
  const { t } = useTranslation();
  const { client, view } = useServices();
  const cache = useQueryClient();
  const run = useRun();
  const state = useAccount();
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
      <Button onClick={disconnect}>{t(account.practice ? "account.leavePractice" : "account.disconnect")}</Button>
    </div>
  );
}
