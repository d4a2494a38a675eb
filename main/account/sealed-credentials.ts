import { AppError } from "../../shared/errors.ts";
import type { Credentials } from "../biggo/token.ts";
import type { After } from "../foundation/clock.ts";
import { KeyringLockedError } from "./secret-cipher.ts";

/**
 * How far the keyring has handed a secret over: `asking` for a moment, `waiting` for the user, `refused` by the user,
 * `lost` where it has no such secret any more.
 */
export type SealState = "asking" | "waiting" | "refused" | "lost" | "open";

/** Credentials whose secret the keyring may hand over late, or not at all. */
export interface SealedCredentials {
  state(): SealState;
  /** Waits for a moment only; rejects with AppError `keyring-locked`, `keyring-unavailable` or `signed-out`. */
  get(): Promise<Credentials>;
  /** Asks the keyring again after a refusal; does nothing otherwise. */
  retry(): void;
}

export interface SealedCredentialsDeps {
  clientId: string;
  /** The secret; null where the keyring has it no more. Rejects with KeyringLockedError. */
  unseal: () => Promise<string | null>;
  after: After;
  onChange: (state: SealState) => void;
}

/** How long the keyring may take before the window says that it is waited for, ms: longer than its process to start. */
export const keyringGraceMs = 3000;

function errorOf(state: SealState): AppError {
  if (state === "lost") return new AppError("signed-out", "The keyring has no secret for this account");
  if (state === "refused") return new AppError("keyring-unavailable", "The keyring stayed locked");
  return new AppError("keyring-locked", "The keyring is locked");
}

/** Asks the keyring at once. */
export function createSealedCredentials(deps: SealedCredentialsDeps): SealedCredentials {
  let state: SealState = "asking";
  let opened: Credentials | null = null;
  let settled: Promise<void> = Promise.resolve();

  const change = (next: SealState) => {
    state = next;
    deps.onChange(next);
  };

  const ask = () => {
    settled = new Promise((settle) => {
      const stop = deps.after(keyringGraceMs, () => {
        change("waiting");
        settle();
      });
      const end = (next: SealState) => {
        stop();
        change(next);
        settle();
      };
      deps.unseal().then(
        (clientSecret) => {
          opened = clientSecret === null ? null : { clientId: deps.clientId, clientSecret };
          end(opened === null ? "lost" : "open");
        },
        (error: unknown) => end(error instanceof KeyringLockedError ? "refused" : "lost"),
      );
    });
  };

  ask();
  return {
    state: () => state,
    async get() {
      if (state === "asking") await settled;
      if (opened === null) throw errorOf(state);
      return opened;
    },
    retry() {
      if (state !== "refused") return;
      state = "asking";
      ask();
    },
  };
}
