import { useTranslation } from "react-i18next";
import type { AppErrorValue } from "../../../shared/errors.ts";
import { joinSentences } from "../../messages/sentences.ts";
import { AppMark } from "../../ui/app-mark.tsx";
import { ReconnectButton } from "./account-banner.tsx";

/** Shown instead of the sign-in card while a key of the environment waits for BigGo. */
export function WaitingCard({ error }: { error: AppErrorValue | null }) {
  const { t } = useTranslation();
  return (
    <main className="flex h-full items-start justify-center overflow-y-auto bg-rail p-6">
      <div className="my-auto w-full max-w-[400px] animate-rise rounded-xl border border-line bg-float p-7">
        <AppMark className="mb-4 size-9 rounded-lg" />
        <h1 className="text-lg font-semibold">{t("account.waitingHeading")}</h1>
        <p role="status" className="mt-1 mb-5 text-quiet text-pretty">
          {joinSentences(t, t(`errors.${error?.code ?? "no-network"}.what`), t("account.waitingText"))}
        </p>
        <ReconnectButton />
      </div>
    </main>
  );
}
