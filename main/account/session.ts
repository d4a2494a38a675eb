import { AppError, type AppErrorValue } from "../../shared/errors.ts";
import type { AccountState, ConnectedAccount, CredentialSource, Region } from "../../shared/model/account.ts";
import { toErrorValue } from "../biggo/app-error.ts";
import type { BigGoClient } from "../biggo/client.ts";
import type { Credentials } from "../biggo/token.ts";
import type { StoredAccount, Vault } from "./vault.ts";

/** A BigGo on this computer. */
export interface PracticeServer {
  /** Starts it, or returns the running one. */
  start(): Promise<{ url: string; credentials: Credentials }>;
  stop(): Promise<void>;
}

/** Whether the app was last used for practice, remembered over a restart. */
export interface PracticeMemory {
  get(): boolean;
  set(practice: boolean): void;
}

export interface SessionDeps {
  vault: Vault;
  practice: PracticeServer;
  practiceMemory: PracticeMemory;
  /** The API's base URL outside practice. */
  apiUrl: string;
  environment: Credentials | null;
  createClient: (baseUrl: string, credentials: Credentials) => BigGoClient;
  /** Makes queue and library of an account the current ones. */
  openWorkspace: (account: ConnectedAccount, client: BigGoClient, baseUrl: string) => Promise<void>;
  closeWorkspace: () => Promise<void>;
  /** The current key is (not) to be used: the queue is held meanwhile. */
  setSignedOut: (signedOut: boolean) => void;
  onState: (state: AccountState) => void;
}

/** Who is connected. */
export interface Session {
  state(): AccountState;
  /** Takes up what the environment, the vault or the last practice say. Never rejects. */
  start(): Promise<void>;
  /**
   * Checks the key with BigGo before anything changes. A refusal is the new state's error; where an account is open
   * already it stays open, and the refusal is what this rejects with.
   */
  connect(credentials: Credentials, keepInFile: boolean): Promise<AccountState>;
  startPractice(): Promise<AccountState>;
  disconnect(): Promise<AccountState>;
  /** Tries the key in use again. */
  reconnect(): Promise<AccountState>;
  /** A call was refused for the key's sake: the queue is held, whole, until somebody signs in. */
  signedOut(error: AppErrorValue): void;
}

interface Current {
  baseUrl: string;
  client: BigGoClient;
  account: ConnectedAccount;
}

const refusals = new Set(["wrong-key", "key-revoked", "no-permission", "signed-out"]);

/** Checks a key; a refusal of the permission call itself means that this account may not upload. */
async function verify(client: BigGoClient): Promise<{ userid: string; atUserid: string; region: Region | null }> {
  try {
    return await client.checkPermission();
  } catch (cause) {
    const error = toErrorValue(cause);
    const mayNot = ["forbidden", "signed-out", "refused", "user-gone", "missing-field"].includes(error.code);
    throw mayNot ? new AppError("no-permission", error.message, { details: error.details }) : cause;
  }
}

/** Builds the session over vault, practice server and workspaces. */
export function createSession(deps: SessionDeps): Session {
  const { vault, practice, practiceMemory } = deps;
  let state: AccountState = { status: "signed-out", error: null };
  let current: Current | null = null;

  const publish = (next: AccountState): AccountState => {
    state = next;
    deps.onState(state);
    return state;
  };

  const enter = async (next: Current) => {
    const same = current?.account.userid === next.account.userid && current.baseUrl === next.baseUrl;
    if (same && current?.client === next.client) return;
    await deps.closeWorkspace();
    await current?.client.close();
    current = null;
    await deps.openWorkspace(next.account, next.client, next.baseUrl);
    current = next;
  };

  const join = async (baseUrl: string, credentials: Credentials, source: CredentialSource): Promise<AccountState> => {
    const client = deps.createClient(baseUrl, credentials);
    try {
      const { userid, atUserid, region } = await verify(client);
      const account = { userid, atUserid, region, source, practice: source === "practice" };
      await enter({ baseUrl, client, account });
      deps.setSignedOut(false);
      return publish({ status: "connected", account });
    } catch (cause) {
      if (current?.client !== client) await client.close();
      throw cause;
    }
  };

  const fallBack = (before: AccountState, cause: unknown): AccountState => {
    const error = toErrorValue(cause);
    const open = before.status === "connected" || before.status === "unverified";
    if (!open || current === null) return publish({ status: "signed-out", error });
    // Whoever was connected stays connected: a mistyped key for another account takes nothing away.
    publish(before);
    throw new AppError(error.code, error.message, error);
  };

  /** The stored account without BigGo's word for it: its cached library and its queue are usable at once. */
  const resumeStored = async (stored: StoredAccount): Promise<void> => {
    const { userid, atUserid, region, kept, baseUrl } = stored;
    const client = deps.createClient(baseUrl, stored);
    const account = { userid, atUserid, region, source: kept, practice: false };
    await enter({ baseUrl, client, account });
    publish({ status: "connected", account });
    await recheck();
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
      const { url, credentials } = await practice.start();
      const joined = await join(url, credentials, "practice");
      practiceMemory.set(true);
      return joined;
    } catch (cause) {
      // A queue that cannot be opened has words of its own.
      if (cause instanceof AppError) return fallBack(before, cause);
      const message = cause instanceof Error ? cause.message : String(cause);
      return fallBack(before, new AppError("practice-failed", message, { retryable: true }));
    }
  };

  /** A keyring that fails costs no more than being asked again at the next start. */
  const keep = (account: Omit<StoredAccount, "kept">, allowFile: boolean) => {
    try {
      return vault.save(account, allowFile);
    } catch {
      return "session";
    }
  };

  const connect = async (credentials: Credentials, source: CredentialSource, keepInFile: boolean) => {
    const before = state;
    publish({ status: "connecting", practice: false });
    try {
      const joined = await join(deps.apiUrl, credentials, source);
      practiceMemory.set(false);
      await practice.stop();
      if (source === "environment" || joined.status !== "connected" || current === null) return joined;
      const { userid, atUserid, region } = joined.account;
      const kept = keep({ ...credentials, baseUrl: deps.apiUrl, userid, atUserid, region }, keepInFile);
      current.account = { ...joined.account, source: kept };
      return publish({ status: "connected", account: current.account });
    } catch (cause) {
      return fallBack(before, cause);
    }
  };

  return {
    state: () => state,
    async start() {
      const stored = vault.load();
      try {
        if (deps.environment !== null) await connect(deps.environment, "environment", false);
        else if (practiceMemory.get()) await startPractice();
        // A key was given out for one host: it is never shown to another.
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
      // Leaving practice, or a key of the environment, takes nothing from an account that is stored beside it.
      if (source !== "practice" && source !== "environment") vault.clear();
      return publish({ status: "signed-out", error: null });
    },
    reconnect: recheck,
    signedOut(error) {
      if (current === null) return;
      deps.setSignedOut(true);
      publish({ status: "unverified", account: current.account, error });
    },
  };
}
