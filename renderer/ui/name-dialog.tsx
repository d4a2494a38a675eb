import { useState } from "react";
import { useTranslation } from "react-i18next";
import { cutText } from "../../shared/graphemes.ts";
import { Button } from "./button.tsx";
import { Dialog } from "./dialog.tsx";
import { TextField } from "./text-field.tsx";
import { useLimitedText } from "./use-limited-text.ts";

interface NameDialogProps {
  heading: string;
  label: string;
  /** Initial value of the field. */
  initialName?: string;
  /** The caller closes the dialog, once the name is saved. */
  onSave: (name: string) => void;
  onClose: () => void;
}

const maxLength = 100;

/** Asks for the name under which something is saved, up to 100 characters. */
export function NameDialog({ heading, label, initialName = "", onSave, onClose }: NameDialogProps) {
  const { t } = useTranslation();
  const [name, setName] = useState(cutText(initialName, maxLength));
  const save = () => {
    if (name.trim() !== "") onSave(name.trim());
  };
  return (
    <Dialog
      open
      onClose={onClose}
      heading={heading}
      width={420}
      onSubmit={save}
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
        <TextField label={label} data-autofocus {...useLimitedText(name, maxLength, setName)} />
      </div>
    </Dialog>
  );
}
