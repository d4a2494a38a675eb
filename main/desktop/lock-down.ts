import { app, type Session } from "electron";
import { appOrigin } from "../ipc/app-origin.ts";
import { isOwnRequest } from "./request-guard.ts";

/**
 * Refuses what our page never needs, for every web contents (Electron's security checklist: 5 handle permission requests,
 * 13 limit navigation, 14 limit new windows, 12 verify webviews).
 */
export function lockDown(): void {
  app.on("web-contents-created", (_event, contents) => {
    contents.on("will-navigate", (event) => {
      if (event.url !== `${appOrigin}/`) event.preventDefault();
    });
    // Chromium shows a blank page without a `will-navigate`.
    contents.on("did-navigate", (_navigated, url) => {
      if (url.startsWith("about:")) void contents.loadURL(`${appOrigin}/`);
    });
    contents.on("will-redirect", (event) => event.preventDefault());
    contents.on("will-attach-webview", (event) => event.preventDefault());
    contents.setWindowOpenHandler(() => ({ action: "deny" }));
    contents.setWebRTCIPHandlingPolicy("disable_non_proxied_udp");
  });
}

/** Blink's features that the page never needs: pickers of files and folders with lasting access. */
export const disabledBlinkFeatures = "FileSystemAccessLocal";

/**
 * Turns off name lookups for links, which no guard and no proxy sees; Chromium's switch of that name and the header
 * leave explicit links. Call before the app is ready.
 */
export function disablePrefetch(): void {
  app.commandLine.appendSwitch("blink-settings", "dnsPrefetchingEnabled=false");
}

/** A proxy that no connection reaches: nothing can listen on port 0. */
const unreachableProxy = "http://127.0.0.1:0";

/**
 * Takes the network, downloads and every permission from the page's session. Requests are refused by a guard; what no guard
 * sees (WebRTC, WebTransport, preconnections) is sent to a proxy that does not exist. With a development server there is
 * no such proxy. Main makes no request with this session, nor asks it for the system's proxies.
 */
export async function lockSession(session: Session, devServer: string | null): Promise<void> {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.on("will-download", (event) => event.preventDefault());
  session.webRequest.onBeforeRequest(({ url }, answer) => answer({ cancel: !isOwnRequest(url, devServer) }));
  if (devServer !== null) return;
  await session.setProxy({ mode: "fixed_servers", proxyRules: unreachableProxy, proxyBypassRules: "<-loopback>" });
}
