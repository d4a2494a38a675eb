import { useTranslation } from "react-i18next";
import { ProxySignInButton } from "../../items/proxy-sign-in-button.tsx";
import { firstHold, isUnfinished } from "../../items/upload-status.ts";
import { holdText } from "../../items/upload-text.ts";
import { joinSentences } from "../../messages/sentences.ts";
import { useReach } from "../../state/reachability.ts";
import { useServices, useUploads } from "../../state/services.tsx";
import { useRun } from "../../state/use-run.ts";
import { Banner } from "../../ui/banner.tsx";
import { Button } from "../../ui/button.tsx";
import { ConnectAgainButton, ReachBanner, ReconnectButton } from "../account/account-banner.tsx";

function TryConnectionButton() {
  const { t } = useTranslation();
  const { client } = useServices();
  const run = useRun();
  return <Button onClick={() => run(client.call("uploads.tryConnection"))}>{t("queue.actions.tryNow")}</Button>;
}

/** Reports why nothing is sent, with the action that resolves it. */
export function HoldsBanner() {
  const { t, i18n } = useTranslation();
  const reach = useReach();
  const holds = useUploads((state) => state.holds);
  const waiting = useUploads((state) => {
    let count = 0;
    for (const upload of state.uploads.values()) {
      if (isUnfinished(upload) && upload.state.phase !== "needsFile" && upload.state.phase !== "failed") count += 1;
    }
    return count;
  });
  const hold = firstHold(holds, reach.kind === "unreachable");
  if (hold === null || reach.kind === "locked") return <ReachBanner />;
  const text = () => {
    if (hold !== "unreachable") return holdText(hold, holds, waiting, t, i18n.language);
    const what = reach.kind === "unreachable" ? t(`errors.${reach.error.code}.what`) : "";
    if (waiting === 0) return joinSentences(t, what, t("account.offlineHint"));
    return t("queue.hold.unreachable", { what, count: waiting, formatted: waiting.toLocaleString(i18n.language) });
  };
  const action = () => {
    if (hold === "signedOut") return <ConnectAgainButton />;
    if (hold === "blocked" && holds.blocked?.code === "proxy-sign-in") return <ProxySignInButton />;
    if (hold === "blocked") return <TryConnectionButton />;
    return hold === "offline" || hold === "unreachable" ? <ReconnectButton /> : null;
  };
  return (
    <Banner tone={hold === "paused" ? "info" : "wait"} actions={action()}>
      {text()}
    </Banner>
  );
}
