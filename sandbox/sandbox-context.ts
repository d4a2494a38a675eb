import type { Account, SandboxUser, Settings, Users } from "./account.ts";
import type { Catalogue } from "./catalogue.ts";
import type { SandboxFolders } from "./database.ts";
import type { RequestCounts } from "./request-counts.ts";
import type { SandboxOptions } from "./sandbox-options.ts";
import type { VideoStore } from "./video-store.ts";

/** The dependencies of every route. */
export interface SandboxContext {
  readonly options: SandboxOptions;
  readonly region: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** The key that signs tokens. */
  readonly tokenSecret: string;
  /** The user who signs in. */
  readonly self: SandboxUser;
  /** Another user, with videos of their own. */
  readonly neighbour: SandboxUser;
  readonly folders: SandboxFolders;
  readonly settings: Settings;
  readonly users: Users;
  readonly account: Account;
  readonly videos: VideoStore;
  readonly catalogue: Catalogue;
  readonly counts: RequestCounts;
  /** The server's URL, such as `http://127.0.0.1:40123`; empty until it listens. */
  readonly baseUrl: () => string;
  /** Epoch ms. */
  readonly now: () => number;
  /** A new opaque id. */
  readonly newId: () => string;
  /** Current processing time of an upload, ms. */
  readonly processingMs: () => number;
}
