import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import type { ErrorCode } from "../../../shared/errors.ts";
import type { ProxyAnswer, ProxyQuestion } from "../../../shared/model/proxy.ts";
import { errorValueOf } from "../../bridge/client.ts";
import { CallError } from "../../items/call-error.tsx";
import { errorText } from "../../messages/sentences.ts";
import { callKey, callQuery } from "../../state/call-query.ts";
import { useSecretStorage } from "../../state/server-cache.ts";
import { useServices, useView } from "../../state/services.tsx";
import { Banner } from "../../ui/banner.tsx";
import { Button } from "../../ui/button.tsx";
import { CheckboxLine } from "../../ui/checkbox.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { TextField } from "../../ui/text-field.tsx";

/** RFC 1929 allows no more. */
const maxLength = 255;

/** Attempts to sign in, with why the last one failed. */
function useSigningIn(question: ProxyQuestion | null, onSignedIn: () => void) {
  const { client } = useServices();
  const cache = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<ErrorCode | "refused" | null>(null);
  const signIn = async (answer: ProxyAnswer) => {
    setBusy(true);
    setFailure(null);
    try {
      const { accepted } = await client.call("proxy.signIn", answer);
      if (!accepted) return setFailure("refused");
      void cache.invalidateQueries({ queryKey: callKey("proxy.signIns") });
      void cache.refetchQueries({ predicate: ({ state }) => state.status === "error" });
      onSignedIn();
    } catch (thrown) {
      setFailure(errorValueOf(thrown).code);
    } finally {
      setBusy(false);
    }
  };
  const shown = failure ?? (question?.refused === true && !busy ? "refused" : null);
  return { busy, failure: shown, signIn };
}

/** What is known of the proxy. */
function AboutProxy({ question: { proxy, realm } }: { question: ProxyQuestion }) {
  const { t } = useTranslation();
  return (
    <>
      <p>{t("proxy.asks", { proxy: new URL(proxy).host })}</p>
      {realm !== null && <p className="break-words">{t("proxy.realm", { realm })}</p>}
      {!proxy.startsWith("https:") && <p className="mt-1 text-xs">{t("proxy.unencrypted")}</p>}
    </>
  );
}

interface FormProps {
  onClose: () => void;
  onSignedIn: () => void;
}

function ProxySignIn({ onClose, onSignedIn }: FormProps) {
  const { t } = useTranslation();
  const formId = useId();
  const query = useQuery({ ...callQuery("proxy.question"), staleTime: 0, gcTime: 0 });
  const question = query.data ?? null;
  // Until the keyring has answered, main decides whether there is one.
  const storage = useSecretStorage();
  const hasKeyring = storage === undefined || storage === "keyring";
  const [username, setUsername] = useState("");
  const [password, setPassword] = useState("");
  const [keep, setKeep] = useState(true);
  const { busy, failure, signIn } = useSigningIn(question, onSignedIn);
  const ready = question !== null && username !== "" && password !== "";
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (ready && !busy) void signIn({ proxy: question.proxy, username, password, keep: keep && hasKeyring });
  };
  return (
    <Dialog
      open
      onClose={onClose}
      heading={t("proxy.heading")}
      description={question !== null ? <AboutProxy question={question} /> : query.isSuccess && t("proxy.noQuestion")}
      width={420}
      footer={
        <>
          <span className="flex-1" />
          <Button tone="ghost" onClick={onClose}>
            {t("common.cancel")}
          </Button>
          <Button tone="accent" type="submit" form={formId} busy={busy} disabled={!ready || busy}>
            {t("proxy.signIn")}
          </Button>
        </>
      }
    >
      <form id={formId} className="flex flex-col gap-3 px-5 pt-1 pb-5" onSubmit={submit}>
        <CallError query={query} />
        {failure !== null && (
          <Banner tone="fail" role="alert" inset>
            {failure === "refused" ? t("proxy.refused") : errorText(t, failure)}
          </Banner>
        )}
        <TextField
          label={t("proxy.username")}
          data-autofocus
          value={username}
          maxLength={maxLength}
          onChange={(event) => setUsername(event.target.value)}
        />
        <TextField
          label={t("proxy.password")}
          type="password"
          value={password}
          maxLength={maxLength}
          onChange={(event) => setPassword(event.target.value)}
        />
        {hasKeyring ? (
          <CheckboxLine label={t("proxy.keep")} checked={keep} onChange={setKeep} />
        ) : (
          <p className="text-xs text-quiet">{t("proxy.sessionOnly")}</p>
        )}
      </form>
    </Dialog>
  );
}

/** Signs in to the proxy that asks for a name and a password, from wherever its error is shown. */
export function ProxySignInDialog() {
  const { view } = useServices();
  const intent = useView((state) => state.proxySignIn);
  if (intent === null) return null;
  const signedIn = () => {
    view.closeProxySignIn();
    intent.onSignedIn();
  };
  return <ProxySignIn onClose={() => view.closeProxySignIn()} onSignedIn={signedIn} />;
}
