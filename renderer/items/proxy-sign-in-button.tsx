import { useTranslation } from "react-i18next";
import { useServices } from "../state/services.tsx";
import { Button } from "../ui/button.tsx";

interface ProxySignInButtonProps {
  /** Repeats what the proxy has stopped, where main does not. */
  onSignedIn?: () => void;
}

/** Opens the sign-in to the proxy that asks for one; for errors with the code `proxy-sign-in`. */
export function ProxySignInButton({ onSignedIn = () => {} }: ProxySignInButtonProps) {
  const { t } = useTranslation();
  const { view } = useServices();
  return <Button onClick={() => view.openProxySignIn(onSignedIn)}>{t("proxy.signInTo")}</Button>;
}
