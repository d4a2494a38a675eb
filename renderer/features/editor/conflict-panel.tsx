import { useTranslation } from "react-i18next";
import type { Details, KnownDetails } from "../../../shared/model/video.ts";
import { detailsOf, type LibraryItem } from "../../items/library-items.ts";
import { useServices } from "../../state/services.tsx";
import { useRun } from "../../state/use-run.ts";
import { Button } from "../../ui/button.tsx";

const fields = ["description", "access", "products"] as const;
type Field = (typeof fields)[number];

function useFieldText(): (field: Field, details: KnownDetails) => string {
  const { t } = useTranslation();
  return (field, details) => {
    if (field === "access") return details.access === undefined ? "" : t(`access.${details.access}`);
    if (field === "products") return (details.products ?? []).map(({ title }) => title).join("\n");
    return details.description ?? "";
  };
}

function Version({ heading, text }: { heading: string; text: string }) {
  const { t } = useTranslation();
  return (
    <div className="min-w-0 rounded-md border border-edge bg-field p-2.5">
      <div className="mb-1 text-xs text-quiet">{heading}</div>
      <div className="selectable max-h-40 overflow-y-auto whitespace-pre-wrap text-ink">
        {text === "" ? <span className="text-quiet">{t("editor.conflict.empty")}</span> : text}
      </div>
    </div>
  );
}

interface ConflictPanelProps {
  item: LibraryItem;
  /** The products as edited here. */
  products: Details["products"] | null;
  /** Called after the user's choice has been applied. */
  onResolved: () => void;
}

/** Shows a conflict with a change made elsewhere, both versions side by side, and lets the user keep one. */
export function ConflictPanel({ item, products, onResolved }: ConflictPanelProps) {
  const { t } = useTranslation();
  const { client } = useServices();
  const run = useRun();
  const textOf = useFieldText();
  const { video } = item;
  if (video === null || video.save.state !== "conflict") return null;
  const { theirs } = video.save;
  const mine: KnownDetails = { ...detailsOf(item), products: products ?? [] };
  const resolve = (keep: "mine" | "theirs") =>
    run(client.call("library.resolveConflict", { videoId: video.videoId, keep }).then(onResolved));
  const names = { description: t("editor.description"), access: t("access.label"), products: t("products.heading") };
  return (
    <section
      role="alert"
      aria-label={t("editor.conflict.heading")}
      className="flex flex-col gap-2.5 rounded-lg border border-wait-line p-3"
    >
      <div className="text-wait-ink">
        <div className="font-medium">{t("editor.conflict.heading")}</div>
        <div className="text-xs">{t("editor.conflict.text")}</div>
      </div>
      {fields
        .filter((field) => theirs[field] !== undefined)
        .map((field) => (
          <div key={field}>
            <div className="mb-1 text-xs font-medium">{names[field]}</div>
            <div className="grid grid-cols-2 gap-2">
              <Version heading={t("editor.conflict.mine")} text={textOf(field, mine)} />
              <Version heading={t("editor.conflict.theirs")} text={textOf(field, theirs)} />
            </div>
          </div>
        ))}
      <div className="flex gap-2">
        <Button tone="accent" onClick={() => resolve("mine")}>
          {t("editor.conflict.keepMine")}
        </Button>
        <Button onClick={() => resolve("theirs")}>{t("editor.conflict.takeTheirs")}</Button>
      </div>
    </section>
  );
}
