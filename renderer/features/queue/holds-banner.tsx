import { useTranslation } from "react-i18next";
import { formatTime } from "../../messages/format.ts";
import { useServices, useUploads } from "../../state/services.tsx";
import { useRun } from "../../state/use-run.ts";
import { Banner } from "../../ui/banner.tsx";
import { Button } from "../../ui/button.tsx";
import { firstHold, isUnfinished } from "./upload-story.ts";

/** Why nothing is sent right now, and what ends it. */
export function HoldsBanner() {
  const { t, i18n } = useTranslation();
  const { client, view } = useServices();
  const run = useRun();
  const holds = useUploads((state) => state.holds);
  const waiting = useUploads((state) => {
    let count = 0;
    for (const upload of state.uploads.values()) {
      if (isUnfinished(upload) && upload.state.phase !== "needsFile" && upload.state.phase !== "failed") count += 1;
    }
    return count;
  });
  const hold = firstHold(holds);
  if (hold === null) return null;
  const formatted = waiting.toLocaleString(i18n.language);
  const text = () => {
    if (hold === "offline") {
      return waiting === 0 ? t("queue.hold.offlineIdle") : t("queue.hold.offline", { count: waiting, formatted });
    }
    if (hold === "rateLimited") {
      return t("queue.hold.rateLimited", { time: formatTime(holds.rateLimitedUntilMs ?? 0, i18n.language) });
    }
    return t(`queue.hold.${hold}`);
  };
  const signIn = <Button onClick={() => view.setState({ dialog: "connect" })}>{t("account.connectAccount")}</Button>;
  const retry = <Button onClick={() => run(client.call("account.reconnect"))}>{t("common.retry")}</Button>;
  return (
    <Banner
      tone={hold === "paused" ? "info" : "wait"}
      actions={hold === "signedOut" ? signIn : hold === "offline" ? retry : null}
    >
      {text()}
    </Banner>
  );
}
