import { useTranslation } from "react-i18next";
import { excerpt } from "../../../shared/graphemes.ts";
import type { BulkAction } from "../../../shared/model/bulk.ts";

const maxLength = 60;
const truncate = (text: string) => excerpt(text, maxLength);

/** Returns a function that summarizes a bulk action. */
export function useActionText(): (action: BulkAction) => string {
  const { t } = useTranslation();
  const textOf = (action: BulkAction): string => {
    switch (action.kind) {
      case "access":
        return t("bulk.status.access", { access: t(`access.${action.access}`) });
      case "appendText":
        return t("bulk.status.appendText", { text: truncate(action.text) });
      case "replaceText":
        return t("bulk.status.replaceText", { find: truncate(action.find), replacement: truncate(action.replacement) });
      case "addProduct":
        return t("bulk.status.addProduct", { title: action.product.title });
      case "swapProduct":
        return action.to === null
          ? t("bulk.status.removeProduct", { from: action.from.title })
          : t("bulk.status.replaceProduct", { from: action.from.title, to: action.to.title });
      case "template":
        return t("bulk.status.template", { name: action.template.name });
      case "delete":
        return t("bulk.status.delete");
      case "table":
        return t("bulk.status.table", { name: action.fileName });
      case "undo":
        return t("bulk.status.undo", { what: action.action === null ? t("bulk.jobs") : textOf(action.action) });
    }
  };
  return textOf;
}
