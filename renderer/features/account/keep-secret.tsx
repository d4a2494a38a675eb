import { useId } from "react";
import { useTranslation } from "react-i18next";
import type { SecretStorage } from "../../../shared/model/account.ts";
import { Checkbox } from "../../ui/checkbox.tsx";

interface KeepSecretProps {
  /** Undefined until it is known. */
  storage: SecretStorage | undefined;
  inFile: boolean;
  onInFile: (inFile: boolean) => void;
}

/** Says where the secret is kept; where there is no keyring, a file is offered with a plain word about it. */
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
