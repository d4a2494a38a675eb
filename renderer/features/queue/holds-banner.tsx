import { useTranslation } from "react-i18next";
import { formatUntil } from "../../messages/format.ts";
import { useServices, useUploads } from "../../state/services.tsx";
import { useRun } from "../../state/use-run.ts";
import { Banner } from "../../ui/banner.tsx";
import { Button } from "../../ui/button.tsx";
import { ConnectAgainButton, ReachBanner, ReconnectButton } from "../account/account-banner.tsx";
import { useReach } from "../account/reach.ts";
import { firstHold, isUnfinished } from "./upload-story.ts";

function TryConnectionButton() {
  const { t } = useTranslation();
  const { client } = useServices();
  const run = useRun();
  return <Button onClick={() => run(client.call("uploads.tryConnection"))}>{t("queue.actions.tryNow")}</Button>;
}

/** Why nothing is sent right now, and what ends it. */
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
  if (hold === null) return <ReachBanner />;
  const formatted = waiting.toLocaleString(i18n.language);
  const text = () => {
    if (hold === "offline") {
      return waiting === 0 ? t("queue.hold.offlineIdle") : t("queue.hold.offline", { count: waiting, formatted });
    }
    if (hold === "unreachable") {
      const what = reach.kind === "unreachable" ? t(`errors.${reach.error.code}.what`) : "";
      return waiting === 0
        ? `${what} ${t("account.offlineStill")}`
        : t("queue.hold.unreachable", { what, count: waiting, formatted });
    }
    if (hold === "rateLimited") {
      return t("queue.hold.rateLimited", {
        time: formatUntil(holds.rateLimitedUntilMs ?? 0, Date.now(), i18n.language),
      });
    }
    if (hold === "blocked") {
      const code = holds.blocked?.code ?? "tls";
      return `${t(`errors.${code}.what`)} ${t(`errors.${code}.next`)}`;
    }
    return t(`queue.hold.${hold}`);
  };
  const action = () => {
    if (hold === "signedOut") return <ConnectAgainButton />;
    if (hold === "blocked") return <TryConnectionButton />;
    return hold === "offline" || hold === "unreachable" ? <ReconnectButton /> : null;
  };
  return (
    <Banner tone={hold === "paused" ? "info" : "wait"} actions={action()}>
      {text()}
    </Banner>
  );
}
