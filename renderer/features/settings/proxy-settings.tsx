import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { callQuery } from "../../state/call-query.ts";
import { useServices } from "../../state/services.tsx";
import { useRun } from "../../state/use-run.ts";
import { Button } from "../../ui/button.tsx";

const signInsQuery = callQuery("proxy.signIns");

/** The proxies that are signed in to, each with a button to forget it; nothing when there are none. */
export function ProxySettings() {
  const { t } = useTranslation();
  const { client } = useServices();
  const cache = useQueryClient();
  const run = useRun();
  const signIns = useQuery({ ...signInsQuery, staleTime: 0 }).data ?? [];
  if (signIns.length === 0) return null;
  const forget = (proxy: string) =>
    run(client.call("proxy.forget", { proxy }).then(() => cache.invalidateQueries(signInsQuery)));
  return (
    <ul aria-label={t("proxy.signIns")} className="mt-2">
      {signIns.map(({ proxy, kept }) => {
        const { host } = new URL(proxy);
        return (
          <li key={proxy} className="flex min-h-10 items-center gap-4 py-1">
            <div className="min-w-0 flex-1">
              <div className="truncate">{t("proxy.signedIn", { proxy: host })}</div>
              <div className="text-xs text-quiet">{t(`account.source.${kept}`)}</div>
            </div>
            <Button aria-label={t("proxy.forgetOf", { proxy: host })} onClick={() => forget(proxy)}>
              {t("proxy.forget")}
            </Button>
          </li>
        );
      })}
    </ul>
  );
}
