import { useTranslation } from "react-i18next";
import { altKey, shortcutText, usePlatform } from "../state/platform.ts";
import { useServices, useView } from "../state/services.tsx";
import { Dialog } from "../ui/dialog.tsx";

/** Lists all keyboard shortcuts. */
export function ShortcutsDialog() {
  const { t } = useTranslation();
  const { view } = useServices();
  const platform = usePlatform();
  const open = useView((state) => state.dialog === "shortcuts");
  const mod = (key: string) => shortcutText(platform, key);
  const key = (name: "arrows" | "space" | "enter" | "delete" | "escape" | "shift") => t(`shortcuts.keys.${name}`);
  const groups = [
    {
      heading: t("shortcuts.everywhere"),
      rows: [
        [t("shortcuts.add"), mod("O")],
        [t("shortcuts.find"), mod("F")],
        [t("shortcuts.queue"), mod("J")],
        [t("shortcuts.upload"), key("enter")],
        [t("shortcuts.pause"), mod(`${key("shift")} P`)],
        [t("shortcuts.reorder"), `${altKey(platform)} ↑ ↓`],
        [t("shortcuts.settings"), mod(",")],
        [t("shortcuts.undo"), mod("Z")],
        [t("shortcuts.help"), "?"],
      ],
    },
    {
      heading: t("shortcuts.inLibrary"),
      rows: [
        [t("shortcuts.move"), key("arrows")],
        [t("shortcuts.open"), key("enter")],
        [t("shortcuts.title"), "F2"],
        [t("shortcuts.select"), key("space")],
        [t("shortcuts.extend"), `${key("shift")} ${key("arrows")}`],
        [t("shortcuts.all"), mod("A")],
        [t("shortcuts.remove"), key("delete")],
        [t("shortcuts.escape"), key("escape")],
      ],
    },
    {
      heading: t("shortcuts.inEditor"),
      rows: [
        [t("shortcuts.frame"), "← →"],
        [t("shortcuts.second"), `${key("shift")} ← →`],
        [t("shortcuts.cover"), "T"],
        [t("shortcuts.play"), key("space")],
        [t("shortcuts.addProduct"), key("enter")],
        [t("shortcuts.moveProduct"), `${altKey(platform)} ↑ ↓`],
        [t("shortcuts.removeProduct"), key("delete")],
      ],
    },
  ];
  return (
    <Dialog open={open} onClose={() => view.closeDialog()} heading={t("shortcuts.heading")} width={960}>
      <div className="grid grid-cols-3 gap-6 px-5 pb-5">
        {groups.map(({ heading, rows }) => (
          <section key={heading} aria-label={heading}>
            <h3 className="mb-1 text-xs text-quiet">{heading}</h3>
            <dl>
              {rows.map(([name, keys]) => (
                <div key={name} className="flex min-h-8 items-center justify-between gap-4 border-b border-line py-1">
                  <dt>{name}</dt>
                  <dd className="shrink-0 text-xs text-quiet">
                    <kbd className="rounded-sm border border-edge bg-rail px-1.5 py-0.5 font-sans">{keys}</kbd>
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
