import type { AppErrorValue, ErrorCode } from "../../shared/errors.ts";
import type { AccountState } from "../../shared/model/account.ts";
import type { Upload } from "../../shared/model/upload.ts";
import { useAccount } from "./server-cache.ts";
import { useLibrary, useUploads } from "./services.tsx";

/** Refusals of the key itself: trying again changes nothing, connecting does. */
const keyCodes: ReadonlySet<ErrorCode> = new Set([
  "wrong-key",
  "key-revoked",
  "no-permission",
  "signed-out",
  "user-gone",
]);

/** Failures that say that BigGo was not reached, whoever asked. */
const roadCodes: ReadonlySet<ErrorCode> = new Set(["no-network", "not-biggo", "tls", "timeout"]);

/** How the window stands with BigGo: in touch, refused (connect again), or without a way to it (try again). */
export type Reach =
  | { readonly kind: "reached" }
  | { readonly kind: "refused" | "unreachable"; readonly error: AppErrorValue };

const noNetwork: AppErrorValue = { code: "no-network", message: "no-network", retryable: true, details: {} };

/** What tells how the window stands. */
interface Signs {
  readonly account: AccountState | undefined;
  readonly syncError: AppErrorValue | null;
  /** An upload waits because nothing answered it. */
  readonly uploadWaits: boolean;
}

/** Whether an upload waits because nothing answered it. */
export function waitsForNetwork({ state }: Upload): boolean {
  return state.phase === "waiting" && state.reason === "network";
}

/** Draws one answer from what the account, the last sync and the queue say; the account's word comes first. */
export function reachOf({ account, syncError, uploadWaits }: Signs): Reach {
  if (account?.status === "unverified") {
    return { kind: keyCodes.has(account.error.code) ? "refused" : "unreachable", error: account.error };
  }
  if (syncError !== null && roadCodes.has(syncError.code)) return { kind: "unreachable", error: syncError };
  return uploadWaits ? { kind: "unreachable", error: noNetwork } : { kind: "reached" };
}

/** How this window stands with BigGo. */
export function useReach(): Reach {
  const account = useAccount();
  const syncError = useLibrary((state) => state.sync.error);
  const uploadWaits = useUploads((state) => [...state.uploads.values()].some(waitsForNetwork));
  return reachOf({ account, syncError, uploadWaits });
}
