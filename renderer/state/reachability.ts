import type { AppErrorValue, ErrorCode } from "../../shared/errors.ts";
import type { AccountState } from "../../shared/model/account.ts";
import type { Upload } from "../../shared/model/upload.ts";
import { useAccount } from "./server-cache.ts";
import { useLibrary, useUploads } from "./services.tsx";

/** The key was refused: retrying changes nothing, connecting again does. */
const keyCodes: ReadonlySet<ErrorCode> = new Set([
  "wrong-key",
  "key-revoked",
  "no-permission",
  "signed-out",
  "user-gone",
]);

/** Failures that mean BigGo was not reached. */
const connectionCodes: ReadonlySet<ErrorCode> = new Set([
  "no-network",
  "not-biggo",
  "tls",
  "proxy-sign-in",
  "proxy-method",
  "proxy-unsupported",
  "timeout",
]);

/** The keyring does not hand the key over. */
const keyringCodes: ReadonlySet<ErrorCode> = new Set(["keyring-locked", "keyring-unavailable"]);

/**
 * Whether BigGo can be reached: yes, the key was refused (connect again), the keyring is locked (unlock it), or no
 * connection (retry).
 */
export type Reach =
  | { readonly kind: "reached" }
  | { readonly kind: "refused" | "locked" | "unreachable"; readonly error: AppErrorValue };

const noNetwork: AppErrorValue = { code: "no-network", message: "no-network", retryable: true, details: {} };

/** The facts that decide it. */
interface Signals {
  readonly account: AccountState | undefined;
  readonly syncError: AppErrorValue | null;
  /** An upload waits for the network. */
  readonly uploadWaits: boolean;
}

/** Whether an upload waits for the network. */
export function awaitsNetwork({ state }: Upload): boolean {
  return state.phase === "waiting" && state.reason === "network";
}

/** Combines the state of the account, the last sync and the queue; the account takes precedence. */
export function reachOf({ account, syncError, uploadWaits }: Signals): Reach {
  if (account?.status === "unverified") {
    const { error } = account;
    if (keyringCodes.has(error.code)) return { kind: "locked", error };
    return { kind: keyCodes.has(error.code) ? "refused" : "unreachable", error };
  }
  if (syncError !== null && connectionCodes.has(syncError.code)) return { kind: "unreachable", error: syncError };
  return uploadWaits ? { kind: "unreachable", error: noNetwork } : { kind: "reached" };
}

/** Whether BigGo can be reached now. */
export function useReach(): Reach {
  const account = useAccount();
  const syncError = useLibrary((state) => state.sync.error);
  const uploadWaits = useUploads((state) => [...state.uploads.values()].some(awaitsNetwork));
  return reachOf({ account, syncError, uploadWaits });
}
