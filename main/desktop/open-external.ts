import { shell } from "electron";
import { AppError } from "../../shared/errors.ts";
import { externalAddress } from "./external-hosts.ts";

/** Where BigGo issues client ids and secrets. */
const credentialsPage = "https://account.biggo.com/setting/token";

/** Opens the page on which BigGo issues keys. */
export async function openCredentialsPage(): Promise<void> {
  await shell.openExternal(credentialsPage);
}

/** Opens a video's page. Rejects with AppError `not-allowed` for a URL that is not BigGo's. */
export async function openVideoPage(url: string): Promise<void> {
  const address = externalAddress(url);
  if (address === null) throw new AppError("not-allowed", "Only BigGo's own pages are opened from here");
  await shell.openExternal(address);
}
