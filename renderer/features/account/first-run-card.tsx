import { useTranslation } from "react-i18next";
import type { AppErrorValue } from "../../../shared/errors.ts";
import { useLibrary, useUploads } from "../../state/services.tsx";
import { AppMark } from "../../ui/app-mark.tsx";
import { ConnectForm } from "./connect-form.tsx";

/** The sign-in card, shown when no account is connected. */
export function FirstRunCard({ error }: { error: AppErrorValue | null }) {
  const { t } = useTranslation();
  const hasUploads = useUploads((state) => state.uploads.size > 0);
  const hasVideos = useLibrary((state) => state.videos.size > 0);
  return (
    <main className="flex h-full items-start justify-center overflow-y-auto bg-rail p-6">
      <div className="my-auto w-full max-w-[400px] animate-rise rounded-xl border border-line bg-float p-7">
        <AppMark className="mb-4 size-9 rounded-lg" />
        <h1 className="text-lg font-semibold">{t("account.heading")}</h1>
        <p className="mt-1 mb-5 text-quiet text-pretty">
          {t(hasUploads || hasVideos ? "account.reconnectIntro" : "account.intro")}
        </p>
        <ConnectForm initialError={error} practice onConnected={() => {}} />
      </div>
    </main>
  );
}
