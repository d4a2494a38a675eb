import { createHash } from "node:crypto";
import { AppError, type AppErrorValue, type ErrorCode } from "../../shared/errors.ts";
import type { AccountState, ConnectedAccount, CredentialSource, Region } from "../../shared/model/account.ts";
import { saysNotPermitted } from "../biggo/account.ts";
import type { AppClient } from "../biggo/app-client.ts";
import { toErrorValue } from "../biggo/app-error.ts";
import type { LocalServer } from "../biggo/local-server.ts";
import type { Credentials, CredentialsSource } from "../biggo/token.ts";
import { redactedMessage } from "../foundation/redact.ts";
import { createSealedCredentials, type SealedCredentials, type SealState } from "./sealed-credentials.ts";
import type { SessionDeps } from "./session-deps.ts";
import type { SealedAccount, StoredAccount } from "./vault.ts";

/** The connection to a BigGo account. */
export interface Session {
  state(): AccountState;
  /**
   * Connects with the environment's key, in practice mode, or with the stored account, which opens before the keyring has
   * handed its secret over. Never rejects.
   */
  start(): Promise<void>;
  /**
   * Verifies the key with BigGo before anything changes. If BigGo refuses it, the new state contains the error; an
   * account that is already open stays open, and the call rejects with AppError instead.
   */
  connect(credentials: Credentials, keepInFile: boolean): Promise<AccountState>;
  startPractice(): Promise<AccountState>;
  disconnect(): Promise<AccountState>;
  /** Verifies the current key again. */
  reconnect(): Promise<AccountState>;
  /** Opens the queue and library of the current account again. Never rejects. */
  reopen(): Promise<void>;
  /** BigGo refused the key in a call: holds the whole queue until the user signs in. */
  signedOut(error: AppErrorValue): void;
  /** Waits, for a moment at most, until a key that was just entered is stored. Call before the app ends. */
  settled(): Promise<void>;
}

/** A server, and the key to it. */
interface Endpoint {
  baseUrl: string;
  credentials: CredentialsSource;
  localServer: LocalServer | null;
}

interface Current extends Endpoint {
  client: AppClient;
  account: ConnectedAccount;
  /** Null where the credentials did not come out of the vault. */
  sealed: SealedCredentials | null;
}

/** How long connecting and closing wait for the keyring to take a secret, ms. */
const savingTimeoutMs = { connecting: 3000, closing: 5000 } as const;

/** The keyring does not hand the secret over. */
const keyringCodes: ReadonlySet<ErrorCode> = new Set<ErrorCode>(["keyring-locked", "keyring-unavailable"]);

/** Verdicts on the key. Any other failure is waited out: the account stays connected and is verified again. */
const refusals: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  "wrong-key",
  "key-revoked",
  "no-permission",
  ...keyringCodes,
]);

function hashOf(baseUrl: string, { clientId }: Credentials): string {
  return createHash("sha256").update(`${baseUrl}|${clientId}`).digest("hex");
}

/** Verifies a key; a refusal of the permission call itself means that the account may not upload. */
async function verify(client: AppClient): Promise<{ userid: string; atUserid: string; region: Region | null }> {
  try {
    return await client.checkPermission();
  } catch (cause) {
    if (!saysNotPermitted(cause)) throw cause;
    const error = toErrorValue(cause);
    throw new AppError("no-permission", error.message, { details: error.details });
  }
}

/** Builds the session over vault, practice server and workspaces. */
export function createSession(deps: SessionDeps): Session {
  const { vault, practice, practiceMemory } = deps;
  let state: AccountState = { status: "signed-out", error: null };
  let current: Current | null = null;
  let saving: Promise<void> = Promise.resolve();

  /** Waits for what the keyring does, for a moment: it may ask the user. */
  const settle = async (work: Promise<void>, ms: number): Promise<void> => {
    let stop = () => {};
    const timeout = new Promise<void>((resolve) => {
      stop = deps.after(ms, resolve);
    });
    await Promise.race([work, timeout]);
    stop();
  };

  const publish = (next: AccountState): AccountState => {
    state = next;
    deps.onState(state);
    return state;
  };

  const openAccount = async (next: Current) => {
    const same = current?.account.userid === next.account.userid && current.baseUrl === next.baseUrl;
    if (same && current?.client === next.client) return;
    await deps.closeWorkspace();
    await current?.client.close();
    current = null;
    await deps.openWorkspace(next.account, next.client, next.baseUrl);
    current = next;
  };

  const signIn = async (endpoint: Endpoint, source: CredentialSource): Promise<AccountState> => {
    const client = deps.createClient(endpoint.baseUrl, endpoint.credentials, endpoint.localServer);
    try {
      const { userid, atUserid, region } = await verify(client);
      const account = { userid, atUserid, region, source, practice: source === "practice" };
      await openAccount({ ...endpoint, client, account, sealed: null });
      deps.setSignedOut(false);
      return publish({ status: "connected", account });
    } catch (cause) {
      if (current?.client !== client) await client.close();
      throw cause;
    }
  };

  const restoreOrSignOut = (before: AccountState, cause: unknown, source?: CredentialSource): AccountState => {
    const error = toErrorValue(cause);
    const open = before.status === "connected" || before.status === "unverified";
    if (!open || current === null) {
      const retrying = source === "environment" && error.retryable;
      return publish({ status: "signed-out", error, ...(retrying ? { retrying } : {}) });
    }
    // A mistyped key for another account must not disconnect the current one.
    publish(before);
    throw new AppError(error.code, error.message, error);
  };

  /** Opens a known account before verifying its key, so that its cached library and queue are usable immediately. */
  const resume = async (
    credentials: CredentialsSource,
    source: CredentialSource,
    { userid, atUserid, region }: Pick<StoredAccount, "userid" | "atUserid" | "region">,
    sealed: SealedCredentials | null = null,
  ): Promise<void> => {
    const client = deps.createClient(deps.apiUrl, credentials, null);
    const account = { userid, atUserid, region, source, practice: false };
    await openAccount({ baseUrl: deps.apiUrl, credentials, localServer: null, client, account, sealed });
    publish({ status: "connected", account });
    await recheck();
  };

  /** Follows the keyring: what it hands over late connects by itself. */
  const onSeal = async (sealed: SealedCredentials, state: SealState): Promise<void> => {
    if (current?.sealed !== sealed) return;
    if (state !== "lost") return void (await recheck());
    // Another keyring: the key cannot be read, so the user connects again.
    await deps.closeWorkspace();
    await current.client.close();
    current = null;
    publish({ status: "signed-out", error: null });
  };

  const resumeStored = async (stored: SealedAccount): Promise<void> => {
    const { clientId, unseal, kept } = stored;
    const sealed = createSealedCredentials({
      ...{ clientId, unseal, after: deps.after },
      onChange: (next) => void onSeal(sealed, next),
    });
    await resume(sealed.get, kept, stored, sealed);
    // The keyring may have answered before the account was open.
    if (sealed.state() === "lost") await onSeal(sealed, "lost");
  };

  const recheck = async (): Promise<AccountState> => {
    if (current === null) return state;
    const { client, account } = current;
    try {
      await verify(client);
      if (current?.client !== client) return state;
      deps.setSignedOut(false);
      return publish({ status: "connected", account });
    } catch (cause) {
      const error = toErrorValue(cause);
      if (current?.client !== client) return state;
      deps.setSignedOut(refusals.has(error.code));
      return publish({ status: "unverified", account, error });
    }
  };

  const startPractice = async (): Promise<AccountState> => {
    const before = state;
    publish({ status: "connecting", practice: true });
    try {
      const { url, credentials, localServer } = await practice.start();
      const signedIn = await signIn({ baseUrl: url, credentials, localServer }, "practice");
      practiceMemory.set(true);
      return signedIn;
    } catch (cause) {
      // An error from opening the workspace already has its own code.
      if (cause instanceof AppError) return restoreOrSignOut(before, cause);
      return restoreOrSignOut(before, new AppError("practice-failed", redactedMessage(cause), { retryable: true }));
    }
  };

  /** Stores a key while the account is already open. If the keyring fails, it is kept for this session only. */
  const storeAccount = async (opened: Current, account: Omit<StoredAccount, "kept">, allowFile: boolean) => {
    const kept = await vault.save(account, allowFile).catch(() => "session" as const);
    if (current !== opened || state.status === "signed-out" || state.status === "connecting") return;
    opened.account = { ...opened.account, source: kept };
    publish({ ...state, account: opened.account });
  };

  const connect = async (credentials: Credentials, source: CredentialSource, keepInFile: boolean) => {
    const before = state;
    const isRetry = before.status === "signed-out" && before.retrying === true && source === "environment";
    if (!isRetry) publish({ status: "connecting", practice: false });
    try {
      const signedIn = await signIn({ baseUrl: deps.apiUrl, credentials, localServer: null }, source);
      practiceMemory.set(false);
      await practice.stop();
      if (signedIn.status !== "connected" || current === null) return signedIn;
      const { userid, atUserid, region } = signedIn.account;
      if (source === "environment") {
        deps.environmentMemory.set({ keyHash: hashOf(deps.apiUrl, credentials), userid, atUserid, region });
        return signedIn;
      }
      saving = storeAccount(current, { ...credentials, baseUrl: deps.apiUrl, userid, atUserid, region }, keepInFile);
      await settle(saving, savingTimeoutMs.connecting);
      return state;
    } catch (cause) {
      return restoreOrSignOut(before, cause, source);
    }
  };

  const startFromEnvironment = async (credentials: Credentials) => {
    const last = deps.environmentMemory.get();
    if (last?.keyHash !== hashOf(deps.apiUrl, credentials)) return connect(credentials, "environment", false);
    practiceMemory.set(false);
    return resume(credentials, "environment", last);
  };

  return {
    state: () => state,
    async start() {
      const stored = vault.load();
      try {
        if (deps.environment !== null) await startFromEnvironment(deps.environment);
        else if (practiceMemory.get()) await startPractice();
        // A key belongs to one host and is never sent to another.
        else if (stored !== null && stored.baseUrl === deps.apiUrl) await resumeStored(stored);
      } catch (cause) {
        publish({ status: "signed-out", error: toErrorValue(cause) });
      }
    },
    connect: (credentials, keepInFile) => connect(credentials, "session", keepInFile),
    startPractice,
    async disconnect() {
      const source = current?.account.source;
      await deps.closeWorkspace();
      await current?.client.close();
      current = null;
      practiceMemory.set(false);
      await practice.stop();
      // Disconnecting practice mode or an environment key must not clear the stored account.
      if (source !== "practice" && source !== "environment") vault.clear();
      return publish({ status: "signed-out", error: null });
    },
    async reconnect() {
      const isWaiting = current === null && state.status === "signed-out" && state.retrying === true;
      if (isWaiting && deps.environment !== null) return await connect(deps.environment, "environment", false);
      current?.sealed?.retry();
      return await recheck();
    },
    async reopen() {
      if (current === null) return;
      try {
        await openAccount({
          ...current,
          client: deps.createClient(current.baseUrl, current.credentials, current.localServer),
        });
        await recheck();
      } catch (cause) {
        publish({ status: "signed-out", error: toErrorValue(cause) });
      }
    },
    signedOut(error) {
      if (current === null) return;
      // A call that waited for the keyring may fail after another has found it open.
      if (keyringCodes.has(error.code) && current.sealed?.state() === "open") return;
      deps.setSignedOut(true);
      publish({ status: "unverified", account: current.account, error });
    },
    settled: () => settle(saving, savingTimeoutMs.closing),
  };
}
