import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "./button.tsx";
import { Dialog } from "./dialog.tsx";
import { TextField } from "./text-field.tsx";

interface NameDialogProps {
  heading: string;
  label: string;
  /** What stands in the field at first. */
  given?: string;
  /** The dialog is closed by whoever opened it, once the name was taken. */
  onSave: (name: string) => void;
  onClose: () => void;
}

const longest = 100;

/** Asks for the name under which something is kept. */
export function NameDialog({ heading, label, given = "", onSave, onClose }: NameDialogProps) {
  const { t } = useTranslation();
  const [name, setName] = useState(given.slice(0, longest));
  const save = () => {
    if (name.trim() !== "") onSave(name.trim());
  };
  return (
    <Dialog
      open
      onClose={onClose}
      heading={heading}
      width={420}
      onKeyDown={(event) => {
        const onButton = event.target instanceof HTMLButtonElement;
        if (event.key === "Enter" && !event.nativeEvent.isComposing && !onButton) save();
      }}
      footer={
        <>
          <span className="flex-1" />
          <Button tone="ghost" onClick={onClose}>
            {t("common.cancel")}
          </Button>
          <Button tone="accent" disabled={name.trim() === ""} onClick={save}>
            {t("templates.save")}
          </Button>
        </>
      }
    >
      <div className="px-5 pb-4">
        <TextField
          label={label}
          data-autofocus
          maxLength={longest}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
      </div>
    </Dialog>
  );
}
