import { useTranslation } from "react-i18next";
import { useServices, useUploads } from "../../state/services.tsx";
import { useRun } from "../../state/use-run.ts";
import { Banner } from "../../ui/banner.tsx";
import { Button } from "../../ui/button.tsx";

/** Reports that the stored queue was salvaged or partly unreadable, until dismissed. */
export function QueueNotice() {
  const { t, i18n } = useTranslation();
  const { client, refresh } = useServices();
  const run = useRun();
  const notice = useUploads((state) => state.notice);
  if (notice === null) return null;
  const number = (count: number) => count.toLocaleString(i18n.language);
  const text =
    notice.kind === "salvaged"
      ? t("queue.notice.salvaged", {
          uploads: number(notice.uploads),
          videos: number(notice.videos),
          fileName: notice.fileName,
        })
      : (["uploads", "changes", "others"] as const)
          .filter((kind) => notice[kind] > 0)
          .map((kind) => t(`queue.notice.unreadable.${kind}`, { count: notice[kind], formatted: number(notice[kind]) }))
          .join(" ");
  const dismiss = () => {
    run(client.call("uploads.dismissNotice").then(refresh));
    // The button unmounts with the notice: move the focus to the current screen's navigation item.
    document.querySelector<HTMLElement>('nav [aria-current="page"]')?.focus();
  };
  return (
    <Banner tone="wait" role="alert" actions={<Button onClick={dismiss}>{t("common.dismiss")}</Button>}>
      {text}
    </Banner>
  );
}
