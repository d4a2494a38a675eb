import { Check, CircleAlert, CircleX, Clock, RotateCcw, Trash2, Upload, X } from "lucide-react";
import { type ReactNode, useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useStore } from "zustand";
import { ProxySignInButton } from "../items/proxy-sign-in-button.tsx";
import { useItemActions } from "../items/use-item-actions.ts";
import { useServices } from "../state/services.tsx";
import type { Toast } from "../state/toast-store.ts";
import { useCopyDetails } from "../state/use-copy-details.ts";
import { useRun } from "../state/use-run.ts";
import { Button, IconButton, LinkButton } from "../ui/button.tsx";
import { useNow } from "../ui/use-now.ts";

const briefMs = 2500;
const errorMs = 12_000;
const undoMs = 8000;

interface FrameProps {
  role: "status" | "alert";
  icon: ReactNode;
  children: ReactNode;
  actions?: ReactNode;
  /** Shown below the text, so that it does not narrow it. */
  below?: ReactNode;
  onDismiss: () => void;
}

function Frame({ role, icon, children, actions, below, onDismiss }: FrameProps) {
  const { t } = useTranslation();
  return (
    <div className="flex w-[380px] max-w-full animate-rise items-center gap-3 rounded-lg bg-float py-2 pr-2 pl-3 shadow-float">
      {icon}
      <div className="min-w-0 flex-1">
        <div role={role}>{children}</div>
        {below}
      </div>
      {actions}
      <IconButton label={t("common.dismiss")} onClick={onDismiss}>
        <X size={16} aria-hidden="true" />
      </IconButton>
    </div>
  );
}

/** Dismisses a toast after `ms`; returns a function that dismisses it now. */
function useAutoDismiss(id: number, ms: number): () => void {
  const { toasts } = useServices();
  useEffect(() => {
    const timer = setTimeout(() => toasts.dismiss(id), ms);
    return () => clearTimeout(timer);
  }, [toasts, id, ms]);
  return () => toasts.dismiss(id);
}

function DeletedToast({ toast }: { toast: Toast & { kind: "deleted" } }) {
  const { t, i18n } = useTranslation();
  const actions = useItemActions();
  const now = useNow(500);
  const dismiss = useAutoDismiss(toast.id, Math.max(0, toast.untilMs - Date.now()));
  const secondsLeft = Math.max(0, Math.ceil((toast.untilMs - now) / 1000));
  return (
    <Frame
      role="status"
      icon={<Trash2 size={16} aria-hidden="true" className="text-quiet" />}
      onDismiss={dismiss}
      actions={
        <>
          <span aria-hidden="true" className="text-xs text-quiet tabular-nums">
            {t("common.seconds", { count: secondsLeft })}
          </span>
          <Button
            onClick={() => {
              actions.undo(toast.deletionId);
              dismiss();
            }}
          >
            {t("common.undo")}
          </Button>
        </>
      }
    >
      {t("library.deleted", { count: toast.count, formatted: toast.count.toLocaleString(i18n.language) })}
    </Frame>
  );
}

function ErrorToast({ toast }: { toast: Toast & { kind: "error" } }) {
  const { t } = useTranslation();
  const copy = useCopyDetails();
  const dismiss = useAutoDismiss(toast.id, errorMs);
  return (
    <Frame
      role="alert"
      icon={<CircleAlert size={16} aria-hidden="true" className="self-start mt-0.5 text-fail-ink" />}
      onDismiss={dismiss}
      actions={toast.error.code === "proxy-sign-in" && <ProxySignInButton />}
      below={
        <LinkButton className="mt-1 text-xs" onClick={() => copy({ error: toast.error })}>
          {t("common.copyDetails")}
        </LinkButton>
      }
    >
      <p className="font-medium">{t(`errors.${toast.error.code}.what`)}</p>
      <p className="text-xs text-quiet">{t(`errors.${toast.error.code}.next`)}</p>
    </Frame>
  );
}

function CancelledToast({ toast }: { toast: Toast & { kind: "cancelled" } }) {
  const { t, i18n } = useTranslation();
  const { client } = useServices();
  const run = useRun();
  const dismiss = useAutoDismiss(toast.id, undoMs);
  const count = toast.uploadIds.length;
  const undo = () => {
    for (const id of toast.uploadIds) run(client.call("uploads.retry", { id }));
    dismiss();
  };
  return (
    <Frame
      role="status"
      icon={<CircleX size={16} aria-hidden="true" className="text-quiet" />}
      onDismiss={dismiss}
      actions={<Button onClick={undo}>{t("common.undo")}</Button>}
    >
      {t("library.cancelled", { count, formatted: count.toLocaleString(i18n.language) })}
    </Frame>
  );
}

function ExportedToast({ toast }: { toast: Toast & { kind: "exported" } }) {
  const { t, i18n } = useTranslation();
  const { client } = useServices();
  const run = useRun();
  const dismiss = useAutoDismiss(toast.id, undoMs);
  return (
    <Frame
      role="status"
      icon={<Check size={16} aria-hidden="true" className="text-done-ink" />}
      onDismiss={dismiss}
      actions={<Button onClick={() => run(client.call("table.showExported"))}>{t("common.showInFolder")}</Button>}
    >
      {t("table.exported", { count: toast.rows, formatted: toast.rows.toLocaleString(i18n.language) })}
    </Frame>
  );
}

const notes = {
  copied: {
    text: "common.copied",
    ms: briefMs,
    icon: <Check size={16} aria-hidden="true" className="text-done-ink" />,
  },
  "too-late": {
    text: "library.undoTooLate",
    ms: briefMs,
    icon: <Clock size={16} aria-hidden="true" className="text-quiet" />,
  },
  "connect-first": {
    text: "drop.connectFirst",
    hint: "drop.keptHint",
    ms: undoMs,
    icon: <Upload size={16} aria-hidden="true" className="text-accent-ink" />,
  },
  restored: {
    text: "crash.restored",
    hint: "crash.restoredHint",
    ms: errorMs,
    icon: <RotateCcw size={16} aria-hidden="true" className="text-accent-ink" />,
  },
} as const;

function NoteToast({ toast }: { toast: Toast & { kind: keyof typeof notes } }) {
  const { t } = useTranslation();
  const note = notes[toast.kind];
  const dismiss = useAutoDismiss(toast.id, note.ms);
  return (
    <Frame role="status" icon={note.icon} onDismiss={dismiss}>
      <p>{t(note.text)}</p>
      {"hint" in note && <p className="text-xs text-quiet">{t(note.hint)}</p>}
    </Frame>
  );
}

function OneToast({ toast }: { toast: Toast }) {
  if (toast.kind === "deleted") return <DeletedToast toast={toast} />;
  if (toast.kind === "cancelled") return <CancelledToast toast={toast} />;
  if (toast.kind === "exported") return <ExportedToast toast={toast} />;
  if (toast.kind === "error") return <ErrorToast toast={toast} />;
  return <NoteToast toast={{ ...toast, kind: toast.kind }} />;
}

/** The toasts, above the transfer strip. */
export function Toasts() {
  const { t } = useTranslation();
  const toasts = useStore(useServices().toasts, (state) => state.toasts);
  return (
    <section
      aria-label={t("notifications")}
      // Reversed, so that the list is scrolled to the newest toasts when they do not all fit.
      className="pointer-events-none fixed right-0 bottom-8 z-60 flex max-h-[calc(100vh-2rem)] flex-col-reverse items-end gap-2 overflow-y-auto p-4 *:pointer-events-auto *:shrink-0"
    >
      {toasts.toReversed().map((toast) => (
        <OneToast key={toast.id} toast={toast} />
      ))}
    </section>
  );
}
