import type { UseQueryResult } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { errorValueOf } from "../bridge/client.ts";
import { Button } from "../ui/button.tsx";
import { ProxySignInButton } from "./proxy-sign-in-button.tsx";

interface CallErrorProps {
  query: Pick<UseQueryResult, "error" | "isFetching" | "refetch">;
  className?: string;
}

/** Shows a query's error with a retry button, in place of its result; renders nothing without an error. */
export function CallError({ query, className = "" }: CallErrorProps) {
  const { t } = useTranslation();
  if (query.error === null) return null;
  const { code } = errorValueOf(query.error);
  return (
    <div role="alert" className={`flex items-center gap-2 text-xs text-fail-ink ${className}`}>
      <span className="min-w-0 flex-1">{t(`errors.${code}.what`)}</span>
      {code === "proxy-sign-in" ? (
        <ProxySignInButton />
      ) : (
        <Button tone="ghost" disabled={query.isFetching} onClick={() => void query.refetch()}>
          {t("common.retry")}
        </Button>
      )}
    </div>
  );
}
