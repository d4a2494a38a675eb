import { app, type Session } from "electron";
import { appOrigin } from "../ipc/app-origin.ts";

/**
 * Refuses what our page never needs, for every web contents (Electron's security checklist: 5 handle permission requests,
 * 13 limit navigation, 14 limit new windows, 12 verify webviews).
 */
export function lockDown(): void {
  app.on("web-contents-created", (_event, contents) => {
    contents.on("will-navigate", (event) => {
      if (event.url !== `${appOrigin}/`) event.preventDefault();
    });
    contents.on("will-redirect", (event) => event.preventDefault());
    contents.on("will-attach-webview", (event) => event.preventDefault());
    contents.setWindowOpenHandler(() => ({ action: "deny" }));
  });
}

/** Denies every permission. */
export function denyPermissions(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
}
