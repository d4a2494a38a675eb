import { QueryClientProvider, useQuery } from "@tanstack/react-query";
import type { i18n as I18n } from "i18next";
import { useCallback, useEffect, useRef, useState } from "react";
import { I18nextProvider } from "react-i18next";
import { FirstRunCard } from "../features/account/first-run-card.tsx";
import { CallError } from "../items/call-error.tsx";
import { callQuery } from "../state/call-query.ts";
import { createQueryClient } from "../state/query-client.ts";
import { useServerTopics } from "../state/server-cache.ts";
import { type Services, ServicesProvider, useServices } from "../state/services.tsx";
import { useAdding } from "../state/use-adding.ts";
import { EarlyDropOverlay } from "./drop-overlay.tsx";
import { ErrorBoundary } from "./error-boundary.tsx";
import { Toasts } from "./toasts.tsx";
import { useAppearance } from "./use-appearance.ts";
import { Workspace } from "./workspace.tsx";

/** Keeps files that came too early, and offers them for review once somebody is connected. */
function useEarlyFiles(ready: boolean): (files: File[]) => void {
  const adding = useAdding();
  const { toasts } = useServices();
  const kept = useRef<File[]>([]);
  useEffect(() => {
    if (!ready) return;
    for (const toast of toasts.getState().toasts) if (toast.kind === "connect-first") toasts.dismiss(toast.id);
    adding.files(kept.current.splice(0));
  }, [ready, adding, toasts]);
  return useCallback((files) => void kept.current.push(...files), []);
}

/** The first-run card or the workspace. While an attempt runs, what was there before it stays. */
function AuthGate() {
  const query = useQuery(callQuery("account.get"));
  const account = query.data;
  const [before, setBefore] = useState<"card" | "workspace" | null>(null);
  const now =
    account?.status === "connecting"
      ? (before ?? "workspace")
      : account?.status === "signed-out"
        ? "card"
        : "workspace";
  const keepFiles = useEarlyFiles(account !== undefined && account.status !== "connecting" && now === "workspace");
  if (account === undefined) return <CallError query={query} className="m-auto" />;
  if (now !== before) setBefore(now);
  if (now === "workspace") return <Workspace />;
  return (
    <>
      <FirstRunCard error={account.status === "signed-out" ? account.error : null} />
      <EarlyDropOverlay onFiles={keepFiles} />
    </>
  );
}

function Window({ translator }: { translator: I18n }) {
  const { client } = useServices();
  useServerTopics(client);
  useAppearance(translator);
  return (
    <>
      <AuthGate />
      <Toasts />
    </>
  );
}

/** The whole window over its services. */
export function App({ services, translator }: { services: Services; translator: I18n }) {
  const [cache] = useState(() => createQueryClient(services.client));
  const { t } = translator;
  const texts = () => ({
    heading: t("crash.heading"),
    text: t("crash.text"),
    reload: t("crash.reload"),
    copy: t("common.copyDetails"),
  });
  return (
    <I18nextProvider i18n={translator}>
      <ErrorBoundary texts={texts}>
        <QueryClientProvider client={cache}>
          <ServicesProvider services={services}>
            <Window translator={translator} />
          </ServicesProvider>
        </QueryClientProvider>
      </ErrorBoundary>
    </I18nextProvider>
  );
}
