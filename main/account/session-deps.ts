import type { AccountState, ConnectedAccount, Region } from "../../shared/model/account.ts";
import type { AppClient } from "../biggo/app-client.ts";
import type { LocalServer } from "../biggo/local-server.ts";
import type { Credentials, CredentialsSource } from "../biggo/token.ts";
import type { After } from "../foundation/clock.ts";
import type { Vault } from "./vault.ts";

/** A local BigGo server for practice mode. */
export interface PracticeServer {
  /** Starts it, or returns the running one. */
  start(): Promise<{ url: string; credentials: Credentials; localServer: LocalServer }>;
  stop(): Promise<void>;
}

/** Whether the app was last in practice mode; persists across restarts. */
export interface PracticeMemory {
  get(): boolean;
  set(practice: boolean): void;
}

/** The account of the environment's key at the last start with it. Contains no credentials. */
export interface LastAccount {
  /** Names the key and its host, without revealing them. */
  keyHash: string;
  userid: string;
  atUserid: string;
  region: Region | null;
}

/** Remembers that account, so that its library and queue open before the key is verified. */
export interface EnvironmentMemory {
  get(): LastAccount | null;
  set(account: LastAccount): void;
}

export interface SessionDeps {
  vault: Vault;
  practice: PracticeServer;
  practiceMemory: PracticeMemory;
  /** The API's base URL outside practice. */
  apiUrl: string;
  environment: Credentials | null;
  environmentMemory: EnvironmentMemory;
  createClient: (baseUrl: string, credentials: CredentialsSource, localServer: LocalServer | null) => AppClient;
  /** Opens the queue and library of an account. */
  openWorkspace: (account: ConnectedAccount, client: AppClient, baseUrl: string) => Promise<void>;
  closeWorkspace: () => Promise<void>;
  /** Holds the queue while the key must not be used. */
  setSignedOut: (signedOut: boolean) => void;
  onState: (state: AccountState) => void;
  after: After;
}
