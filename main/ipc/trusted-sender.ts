import type { IpcMainInvokeEvent, WebContents } from "electron";
import { isAppUrl } from "./app-origin.ts";

/**
 * Whether a call comes from the main frame of our own window at our own origin (Electron's security checklist, 17:
 * "validate the sender of all IPC messages").
 */
export function isTrustedSender(event: IpcMainInvokeEvent, ownWindow: WebContents | null): boolean {
  const frame = event.senderFrame;
  if (ownWindow === null || frame === null || event.sender !== ownWindow) return false;
  return frame === ownWindow.mainFrame && isAppUrl(frame.url);
}
