import type { IpcMainInvokeEvent, WebContents } from "electron";

/** The one origin our page has. */
export const appOrigin = "app://uploader";

/**
 * Whether a call comes from the main frame of our own window at our own origin (Electron's security checklist, 17:
 * "validate the sender of all IPC messages").
 */
export function isTrustedSender(event: IpcMainInvokeEvent, ownWindow: WebContents | null): boolean {
  const frame = event.senderFrame;
  if (ownWindow === null || frame === null || event.sender !== ownWindow) return false;
  return frame === ownWindow.mainFrame && new URL(frame.url).origin === appOrigin;
}
