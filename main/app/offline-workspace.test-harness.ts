import { unreadableMedia } from "../../shared/model/media.ts";
import { createAppClient } from "../biggo/app-client.ts";
import { openWorkspace, type Workspace } from "./compose-workspace.ts";

/** Opens the practice account of a data folder as the app does, with an unreachable BigGo. Does not start it. */
export function openOffline(folder: string): Workspace {
  const silent = () => {};
  const baseUrl = "http://127.0.0.1:9";
  const client = createAppClient({ baseUrl, credentials: { clientId: "id", clientSecret: "secret" } });
  return openWorkspace({
    account: { userid: "me", atUserid: "me", region: null, source: "practice", practice: true },
    baseUrl,
    client,
    readMedia: async () => unreadableMedia,
    dataFolder: folder,
    parallel: () => 2,
    speedLimit: () => null,
    onUploads: silent,
    onHolds: silent,
    onProgress: silent,
    onLibrary: silent,
    onProducts: silent,
    onBulk: silent,
    onWatch: silent,
    writeReceipts: () => false,
    region: () => "tw",
    onSignedOut: silent,
    onDeleteFailed: silent,
    log: silent,
  });
}
