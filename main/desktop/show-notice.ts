import { Notification } from "electron";
import type { Notice, NoticeTarget } from "./completion-notices.ts";

/** Notifications that are on the screen: one that nobody holds is collected, and its click is never heard. */
const shown = new Set<Notification>();

/** Shows a notification of the system; a click on it comes back with what it opens. */
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
