import { useTranslation } from "react-i18next";
import { type Access, accessSchema } from "../../shared/model/video.ts";
import { ChoiceCards } from "../ui/radio-group.tsx";
import { accessIcons } from "./access-icons.tsx";

/** Choice of who may see a video: one card per access level, with an explanation. */
export function AccessCards({ value, onChange }: { value: Access; onChange: (access: Access) => void }) {
  const { t } = useTranslation();
  return (
    <ChoiceCards
      label={t("access.label")}
      value={value}
      options={accessSchema.options.map((access) => ({
        value: access,
        label: t(`access.${access}`),
        hint: t(`access.${access}Hint`),
        icon: accessIcons[access],
      }))}
      onChange={onChange}
    />
  );
}
