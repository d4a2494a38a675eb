import { memo } from "react";
import { useTranslation } from "react-i18next";
import { formatAgo } from "../../messages/format.ts";
import { useReach } from "../../state/reachability.ts";
import { useLibrary, useUploads } from "../../state/services.tsx";
import { Banner } from "../../ui/banner.tsx";
import { useNow } from "../../ui/use-now.ts";
import { ReachBanner, ReconnectButton } from "../account/account-banner.tsx";

/** Reports that the library is stale, since when and why. The library's only banner about reaching BigGo. */
export const StaleBanner = memo(function StaleBanner() {
  const { t, i18n } = useTranslation();
  const sync = useLibrary((state) => state.sync);
  const offline = useUploads((state) => state.holds.offline);
  const reach = useReach();
  const now = useNow(1000);
  if (reach.kind === "refused" || reach.kind === "locked") return <ReachBanner />;
  const error = reach.kind === "unreachable" ? reach.error : sync.error;
  if (!offline && error === null) return null;
  const what = offline || error === null ? t("library.offline") : t(`errors.${error.code}.what`);
  const since = sync.lastSyncedAtMs;
  const text =
    since === null
      ? t("library.staleNever", { what })
      : t("library.stale", { what, ago: formatAgo(since, now, i18n.language, t("library.justNow")) });
  return (
    <Banner tone="wait" actions={<ReconnectButton />}>
      {text}
    </Banner>
  );
});
