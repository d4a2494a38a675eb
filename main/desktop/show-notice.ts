import { Notification } from "electron";
import type { Notice, NoticeTarget } from "./completion-notices.ts";

/** Notifications on the screen: one without a reference is garbage collected, and its click is never delivered. */
const shown = new Set<Notification>();

/** Shows a system notification; `onClick` receives its target. */
export function showNotice({ title, body, target }: Notice, onClick: (target: NoticeTarget) => void): void {
  if (!Notification.isSupported()) return;
  const notification = new Notification({ title, body });
  shown.add(notification);
  const forget = () => shown.delete(notification);
  notification.on("click", () => {
    forget();
    onClick(target);
  });
  notification.on("close", forget);
  notification.on("failed", forget);
  notification.show();
}
