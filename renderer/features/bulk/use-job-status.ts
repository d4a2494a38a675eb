import { useTranslation } from "react-i18next";
import type { BulkAction } from "../../../shared/model/bulk.ts";

const longest = 60;
const short = (text: string) => (text.length > longest ? `${text.slice(0, longest)}…` : text);

/** Says in a few words what a change does. */
export function useJobStory(): (action: BulkAction) => string {
  const { t } = useTranslation();
  const tell = (action: BulkAction): string => {
    switch (action.kind) {
      case "access":
        return t("bulk.story.access", { access: t(`access.${action.access}`) });
      case "appendText":
        return t("bulk.story.appendText", { text: short(action.text) });
      case "replaceText":
        return t("bulk.story.replaceText", { find: short(action.find), replacement: short(action.replacement) });
      case "addProduct":
        return t("bulk.story.addProduct", { title: action.product.title });
      case "swapProduct":
        return action.to === null
          ? t("bulk.story.takenOff", { from: action.from.title })
          : t("bulk.story.swapped", { from: action.from.title, to: action.to.title });
      case "template":
        return t("bulk.story.template", { name: action.template.name });
      case "delete":
        return t("bulk.story.delete");
      case "table":
        return t("bulk.story.table", { name: action.fileName });
      case "undo":
        return t("bulk.story.undo", { what: action.action === null ? t("bulk.jobs") : tell(action.action) });
    }
  };
  return tell;
}
