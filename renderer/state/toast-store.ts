import { createStore, type StoreApi } from "zustand/vanilla";
import type { AppErrorValue } from "../../shared/errors.ts";
import type { PendingDeletion } from "../../shared/model/video.ts";
import { errorValueOf } from "../bridge/client.ts";

/** A transient message. */
export type Toast =
  | { readonly id: number; readonly kind: "error"; readonly error: AppErrorValue }
  | { readonly id: number; readonly kind: "copied" | "too-late" | "connect-first" | "restored" }
  | { readonly id: number; readonly kind: "exported"; readonly rows: number }
  | { readonly id: number; readonly kind: "cancelled"; readonly uploadIds: readonly string[] }
  | {
      readonly id: number;
      readonly kind: "deleted";
      readonly deletionId: string;
      readonly count: number;
      readonly untilMs: number;
    };

type NewToast = Toast extends infer T ? (T extends Toast ? Omit<T, "id"> : never) : never;

/** The open messages, oldest first. */
export type ToastStore = StoreApi<{ readonly toasts: readonly Toast[] }> & {
  add(toast: NewToast): void;
  /** Shows a call's failure. */
  addThrown(thrown: unknown): void;
  /** Offers the undo of deletions, unless it is shown already. */
  offerUndos(deletions: readonly PendingDeletion[]): void;
  dismiss(id: number): void;
};

const maxAtOnce = 4;

/** Limits how many messages are shown, oldest first, but never drops one that offers an undo. */
function shownOf(toasts: readonly Toast[]): readonly Toast[] {
  const isKept = ({ kind }: Toast) => kind === "deleted" || kind === "cancelled";
  const others = toasts.filter((toast) => !isKept(toast));
  const dropped = new Set(others.slice(0, Math.max(0, others.length - maxAtOnce)));
  return toasts.filter((toast) => !dropped.has(toast));
}

/** Creates an empty list of messages. */
export function createToastStore(): ToastStore {
  const store = createStore<{ toasts: readonly Toast[] }>(() => ({ toasts: [] }));
  let lastId = 0;
  const add = (toast: NewToast) => {
    lastId += 1;
    const added: Toast = { ...toast, id: lastId };
    store.setState(({ toasts }) => ({ toasts: shownOf([...toasts, added]) }));
  };
  return Object.assign(store, {
    add,
    addThrown: (thrown: unknown) => add({ kind: "error", error: errorValueOf(thrown) }),
    offerUndos: (deletions: readonly PendingDeletion[]) => {
      const { toasts } = store.getState();
      const isShown = (id: string) => toasts.some((toast) => toast.kind === "deleted" && toast.deletionId === id);
      for (const deletion of deletions) if (!isShown(deletion.deletionId)) add({ kind: "deleted", ...deletion });
    },
    dismiss: (id: number) => store.setState(({ toasts }) => ({ toasts: toasts.filter((toast) => toast.id !== id) })),
  });
}
