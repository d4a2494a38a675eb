import { FlaskConical } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useAccount } from "../../state/server-cache.ts";
import { useServices } from "../../state/services.tsx";
import { useRun } from "../../state/use-run.ts";
import { Banner } from "../../ui/banner.tsx";
import { Button, LinkButton } from "../../ui/button.tsx";

/** The permanent mark of practice mode. */
export function PracticeBanner() {
  const { t } = useTranslation();
  const { view } = useServices();
  const account = useAccount();
  const practice =
    (account?.status === "connected" && account.account.practice) ||
    (account?.status === "connecting" && account.practice);
  if (!practice) return null;
  return (
    <aside
      aria-label={t("account.practice")}
      className="flex h-8 shrink-0 items-center justify-center gap-3 bg-wait-soft px-4 text-xs text-wait-ink"
    >
      <FlaskConical size={16} aria-hidden="true" className="shrink-0" />
      <span className="truncate font-medium">{t("account.practiceBanner")}</span>
      <LinkButton className="shrink-0 text-inherit! underline" onClick={() => view.setState({ dialog: "connect" })}>
        {t("account.connectAccount")}
      </LinkButton>
    </aside>
  );
}

/** Stored credentials that could not be verified: what is on this computer stays usable. */
export function UnverifiedBanner() {
  const { t } = useTranslation();
  const { client } = useServices();
  const run = useRun();
  const account = useAccount();
  if (account?.status !== "unverified") return null;
  return (
    <Banner
      tone="wait"
      actions={<Button onClick={() => run(client.call("account.reconnect"))}>{t("account.reconnect")}</Button>}
    >
      {t(`errors.${account.error.code}.what`)} {t("account.offlineStill")}
    </Banner>
  );
}
