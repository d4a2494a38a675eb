import { useQueryClient } from "@tanstack/react-query";
import { ExternalLink, Eye, EyeOff } from "lucide-react";
import { type FormEvent, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { AppErrorValue } from "../../../shared/errors.ts";
import type { CallInput } from "../../../shared/ipc/contract.ts";
import { cleanKey } from "../../../shared/pasted-text.ts";
import { errorValueOf } from "../../bridge/client.ts";
import { ProxySignInButton } from "../../items/proxy-sign-in-button.tsx";
import { setAccount, useSecretStorage } from "../../state/server-cache.ts";
import { useServices } from "../../state/services.tsx";
import { useCopyDetails } from "../../state/use-copy-details.ts";
import { useRun } from "../../state/use-run.ts";
import { Banner } from "../../ui/banner.tsx";
import { Button, IconButton, LinkButton } from "../../ui/button.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { KeepSecret } from "./keep-secret.tsx";

function ConnectError({ error, onProxySignedIn }: { error: AppErrorValue; onProxySignedIn: () => void }) {
  const { t } = useTranslation();
  const copy = useCopyDetails();
  return (
    <Banner
      tone="fail"
      role="alert"
      inset
      actions={error.code === "proxy-sign-in" && <ProxySignInButton onSignedIn={onProxySignedIn} />}
    >
      <p className="font-medium">{t(`errors.${error.code}.what`)}</p>
      <p>{t(`errors.${error.code}.next`)}</p>
      <LinkButton className="mt-1 text-xs text-inherit!" onClick={() => copy({ error })}>
        {t("common.copyDetails")}
      </LinkButton>
    </Banner>
  );
}

/** Connection attempts, with their error and busy state. */
function useConnecting(initial: AppErrorValue | null, onConnected: () => void) {
  const { client } = useServices();
  const cache = useQueryClient();
  const [busy, setBusy] = useState<"connect" | "practice" | null>(null);
  const [error, setError] = useState(initial);
  const attempt = async (input: CallInput<"account.connect"> | "practice") => {
    setBusy(input === "practice" ? "practice" : "connect");
    setError(null);
    try {
      const state = await (input === "practice"
        ? client.call("account.startPractice")
        : client.call("account.connect", input));
      setAccount(cache, state);
      if (state.status === "signed-out") setError(state.error);
      else if (state.status !== "connecting") onConnected();
    } catch (thrown) {
      setError(errorValueOf(thrown));
    } finally {
      setBusy(null);
    }
  };
  return { busy, error, attempt };
}

interface ConnectFormProps {
  initialError: AppErrorValue | null;
  /** Whether practice mode is offered too. */
  practice: boolean;
  onConnected: () => void;
}

/** Form for client id and secret. */
export function ConnectForm({ initialError, practice, onConnected }: ConnectFormProps) {
  const { t } = useTranslation();
  const { client } = useServices();
  const run = useRun();
  const storage = useSecretStorage();
  const [clientId, setClientId] = useState("");
  const [clientSecret, setClientSecret] = useState("");
  const [keepInFile, setKeepInFile] = useState(false);
  const [shown, setShown] = useState(false);
  const composing = useRef(false);
  const { busy, error, attempt } = useConnecting(initialError, onConnected);
  const ready = cleanKey(clientId) !== "" && cleanKey(clientSecret) !== "";
  const connect = () => {
    if (!ready || busy !== null || composing.current) return;
    void attempt({ clientId, clientSecret, ...(storage === "session-only" ? { keepInFile } : {}) });
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    connect();
  };
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={submit}
      onCompositionStart={() => {
        composing.current = true;
      }}
      onCompositionEnd={() => {
        composing.current = false;
      }}
    >
      {error !== null && <ConnectError error={error} onProxySignedIn={connect} />}
      <TextField
        label={t("account.clientId")}
        value={clientId}
        onChange={(event) => setClientId(event.target.value)}
        autoFocus
      />
      <TextField
        label={t("account.clientSecret")}
        type={shown ? "text" : "password"}
        value={clientSecret}
        onChange={(event) => setClientSecret(event.target.value)}
        trailing={
          <IconButton label={t(shown ? "account.hide" : "account.show")} onClick={() => setShown(!shown)}>
            {shown ? <EyeOff size={16} aria-hidden="true" /> : <Eye size={16} aria-hidden="true" />}
          </IconButton>
        }
      />
      <KeepSecret storage={storage} inFile={keepInFile} onInFile={setKeepInFile} />
      <Button tone="accent" type="submit" className="h-8!" busy={busy === "connect"} disabled={!ready || busy !== null}>
        {busy === "connect" ? t("account.connecting") : t("account.connect")}
      </Button>
      <LinkButton className="self-center" onClick={() => run(client.call("app.openExternal", { page: "credentials" }))}>
        {t("account.getKey")}
        <ExternalLink size={14} aria-hidden="true" />
      </LinkButton>
      {practice && (
        <div className="mt-1 flex flex-col items-center gap-1.5 border-t border-line pt-4">
          <Button
            className="h-8! w-full"
            busy={busy === "practice"}
            disabled={busy !== null}
            onClick={() => void attempt("practice")}
          >
            {busy === "practice" ? t("account.starting") : t("account.tryIt")}
          </Button>
          <span className="text-center text-xs text-quiet">{t("account.tryItHint")}</span>
        </div>
      )}
    </form>
  );
}
