import { useId } from "react";
import { useTranslation } from "react-i18next";
import type { SecretStorage } from "../../../shared/model/account.ts";
import { Checkbox } from "../../ui/checkbox.tsx";

interface KeepSecretProps {
  /** Undefined while loading. */
  storage: SecretStorage | undefined;
  inFile: boolean;
  onInFile: (inFile: boolean) => void;
}

/** Shows where the secret is stored; without a keyring, offers a file, with a warning. */
export function KeepSecret({ storage, inFile, onInFile }: KeepSecretProps) {
  const { t } = useTranslation();
  const id = useId();
  if (storage !== "session-only") {
    return <p className="min-h-4 text-xs text-quiet">{storage && t("account.keyring")}</p>;
  }
  return (
    <div className="flex flex-col gap-2 text-xs">
      <p className={inFile ? "text-quiet" : "text-wait-ink"}>
        {t(inFile ? "account.noKeyring" : "account.sessionOnly")}
      </p>
      <div className="flex gap-2">
        <Checkbox
          id={id}
          label={t("account.keepInFile")}
          aria-describedby={`${id}-warning`}
          checked={inFile}
          onChange={(event) => onInFile(event.target.checked)}
        />
        <div>
          <label htmlFor={id} aria-hidden="true">
            {t("account.keepInFile")}
          </label>
          <p id={`${id}-warning`} className={inFile ? "text-wait-ink" : "text-quiet"}>
            {t("account.keepInFileWarning")}
          </p>
        </div>
      </div>
    </div>
  );
}
