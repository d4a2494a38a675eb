import { type QueryClient, QueryClientProvider, useQuery } from "@tanstack/react-query";
import type { i18n as I18n } from "i18next";
import { useCallback, useEffect, useRef, useState } from "react";
import { I18nextProvider } from "react-i18next";
import { FirstRunCard } from "../features/account/first-run-card.tsx";
import { ProxySignInDialog } from "../features/account/proxy-sign-in-dialog.tsx";
import { WaitingCard } from "../features/account/waiting-card.tsx";
import { CallError } from "../items/call-error.tsx";
import { callQuery } from "../state/call-query.ts";
import { useServerTopics } from "../state/server-cache.ts";
import { type Services, ServicesProvider, useServices } from "../state/services.tsx";
import { useAdding } from "../state/use-adding.ts";
import { EarlyDropOverlay } from "./drop-overlay.tsx";
import { ErrorBoundary } from "./error-boundary.tsx";
import { Toasts } from "./toasts.tsx";
import { useAppearance } from "./use-appearance.ts";
import { Workspace } from "./workspace.tsx";

/** Returns a function that keeps files dropped before sign-in; they are offered for review once `ready`. */
function useEarlyFiles(ready: boolean): (files: File[]) => void {
  const adding = useAdding();
  const { toasts } = useServices();
  const pendingFiles = useRef<File[]>([]);
  useEffect(() => {
    if (!ready) return;
    for (const toast of toasts.getState().toasts) if (toast.kind === "connect-first") toasts.dismiss(toast.id);
    adding.files(pendingFiles.current.splice(0));
  }, [ready, adding, toasts]);
  return useCallback((files) => void pendingFiles.current.push(...files), []);
}

/** Renders the first-run card or the workspace. While a sign-in attempt runs, the current one stays. */
function AuthGate() {
  const query = useQuery(callQuery("account.get"));
  const account = query.data;
  const [previous, setPrevious] = useState<"card" | "workspace" | null>(null);
  const current =
    account?.status === "connecting"
      ? (previous ?? "workspace")
      : account?.status === "signed-out"
        ? "card"
        : "workspace";
  const keepFiles = useEarlyFiles(account !== undefined && account.status !== "connecting" && current === "workspace");
  if (account === undefined) return <CallError query={query} className="m-auto" />;
  if (current !== previous) setPrevious(current);
  if (current === "workspace") return <Workspace />;
  return (
    <>
      {account.status === "signed-out" && account.retrying === true ? (
        <WaitingCard error={account.error} />
      ) : (
        <FirstRunCard error={account.status === "signed-out" ? account.error : null} />
      )}
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
      <ProxySignInDialog />
      <Toasts />
    </>
  );
}

interface AppProps {
  services: Services;
  cache: QueryClient;
  translator: I18n;
}

/** The root component. */
export function App({ services, cache, translator }: AppProps) {
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
