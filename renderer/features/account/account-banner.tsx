import { FlaskConical } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { AppErrorValue } from "../../../shared/errors.ts";
import { ProxySignInButton } from "../../items/proxy-sign-in-button.tsx";
import { joinSentences } from "../../messages/sentences.ts";
import { useReach } from "../../state/reachability.ts";
import { useAccount } from "../../state/server-cache.ts";
import { useServices } from "../../state/services.tsx";
import { useAdding } from "../../state/use-adding.ts";
import { Banner } from "../../ui/banner.tsx";
import { Button, LinkButton } from "../../ui/button.tsx";
import { useReconnect } from "./use-reconnect.ts";

/** Always shown in practice mode. */
export function PracticeBanner() {
  const { t } = useTranslation();
  const { view } = useServices();
  const account = useAccount();
  const adding = useAdding();
  const connected = account?.status === "connected";
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
      {connected && (
        <LinkButton className="shrink-0 text-inherit! underline" onClick={adding.sample}>
          {t("library.useSample")}
        </LinkButton>
      )}
      <LinkButton className="shrink-0 text-inherit! underline" onClick={() => view.openDialog("connect")}>
        {t("account.connectAccount")}
      </LinkButton>
    </aside>
  );
}

/** Retries the connection while BigGo is unreachable, or offers what ends it: a sign-in to the proxy. */
export function ReconnectButton() {
  const { t } = useTranslation();
  const { busy, reconnect } = useReconnect();
  const reach = useReach();
  const account = useAccount();
  const accountError = account?.status === "signed-out" ? account.error : null;
  const error = reach.kind === "unreachable" ? reach.error : accountError;
  if (error?.code === "proxy-sign-in") return <ProxySignInButton />;
  return (
    <Button busy={busy} onClick={reconnect}>
      {t("account.reconnect")}
    </Button>
  );
}

/** Asks for another key after a refusal; reconnects if a permission is missing, which is granted to the same key. */
export function ConnectAgainButton() {
  const { t } = useTranslation();
  const { view } = useServices();
  const reach = useReach();
  if (reach.kind === "refused" && reach.error.code === "no-permission") return <ReconnectButton />;
  return <Button onClick={() => view.openDialog("connect")}>{t("account.connectAccount")}</Button>;
}

/** Reports that the key is in a locked keyring; once it is unlocked, the app connects by itself. */
function LockedBanner({ error }: { error: AppErrorValue }) {
  const { t } = useTranslation();
  const isRefused = error.code === "keyring-unavailable";
  return (
    <Banner tone="wait" actions={isRefused && <ReconnectButton />}>
      {joinSentences(t, t(`errors.${error.code}.what`), t(`errors.${error.code}.next`))}
    </Banner>
  );
}

/** Reports that BigGo refuses the key or is unreachable; local data stays usable. */
export function ReachBanner() {
  const { t } = useTranslation();
  const reach = useReach();
  if (reach.kind === "reached") return null;
  if (reach.kind === "locked") return <LockedBanner error={reach.error} />;
  return (
    <Banner tone="wait" actions={reach.kind === "refused" ? <ConnectAgainButton /> : <ReconnectButton />}>
      {joinSentences(t, t(`errors.${reach.error.code}.what`), t("account.offlineHint"))}
    </Banner>
  );
}
