import { useTranslation } from "react-i18next";
import type { BulkAction } from "../../../shared/model/bulk.ts";

const longest = 60;
const short = (text: string) => (text.length > longest ? `${text.slice(0, longest)}…` : text);

/** Says in a few words what a change does. */
export function useJobStatus(): (action: BulkAction) => string {
  const { t } = useTranslation();
  const tell = (action: BulkAction): string => {
    switch (action.kind) {
      case "access":
        return t("bulk.status.access", { access: t(`access.${action.access}`) });
      case "appendText":
        return t("bulk.status.appendText", { text: short(action.text) });
      case "replaceText":
        return t("bulk.status.replaceText", { find: short(action.find), replacement: short(action.replacement) });
      case "addProduct":
        return t("bulk.status.addProduct", { title: action.product.title });
      case "swapProduct":
        return action.to === null
          ? t("bulk.status.takenOff", { from: action.from.title })
          : t("bulk.status.swapped", { from: action.from.title, to: action.to.title });
      case "template":
        return t("bulk.status.template", { name: action.template.name });
      case "delete":
        return t("bulk.status.delete");
      case "table":
        return t("bulk.status.table", { name: action.fileName });
      case "undo":
        return t("bulk.status.undo", { what: action.action === null ? t("bulk.jobs") : tell(action.action) });
    }
  };
  return tell;
}
