import { safeStorage } from "electron";
import { systemClock } from "../foundation/clock.ts";
import { createRemoteCipher, type RemoteCipher } from "./remote-cipher.ts";
import { createSecretCipher } from "./secret-cipher.ts";
import { startKeyringHelper } from "./start-keyring-helper.ts";

/**
 * The keyring as the app asks it: on Linux through a process of its own, since a question may wait for the user to unlock
 * it (decision 62); elsewhere in this process. `folder` is for what that process writes.
 */
export function openKeyring(folder: string, log: (line: string) => void): RemoteCipher {
  const local = createSecretCipher(safeStorage, process.platform);
  if (process.platform !== "linux") return { ...local, close() {} };
  return createRemoteCipher({ start: () => startKeyringHelper(folder), local, after: systemClock.after, log });
}
