import { join } from "node:path";
import { AppError, type ErrorCode } from "../../shared/errors.ts";
import { type AccountState, regionSchema } from "../../shared/model/account.ts";
import { cleanKey } from "../../shared/pasted-text.ts";
import { resolveApiUrl } from "../account/endpoint.ts";
import { createPracticeServer } from "../account/practice-server.ts";
import { createSession, type Session } from "../account/session.ts";
import type { Vault } from "../account/vault.ts";
import { createAppClient } from "../biggo/app-client.ts";
import type { ProxyAuth } from "../biggo/proxy-auth.ts";
import type { ResolveProxy } from "../biggo/proxy-routes.ts";
import { storageError } from "../database/storage-failure.ts";
import { isWritable } from "../database/writable.ts";
import { systemClock } from "../foundation/clock.ts";
import type { MediaReader } from "../media/media-reader.ts";
import type { SettingsStore } from "../settings/settings-store.ts";
import { openWorkspace, type Workspace, type WorkspaceDeps } from "./compose-workspace.ts";

export interface SessionParts {
  session: Session;
  /** Null while no account is open. */
  workspace: () => Workspace | null;
  /** Throws AppError `signed-out` while no account is open. */
  requireWorkspace: () => Workspace;
  /** For changes: throws AppError `database-newer` as well, where everything is only shown. */
  requireWritable: () => Workspace;
  close: () => Promise<void>;
}

/** What a workspace reports of its changes, and asks of the page. */
export type WorkspaceListeners = Pick<
  WorkspaceDeps,
  | "onUploads"
  | "onHolds"
  | "onProgress"
  | "onChecks"
  | "onLibrary"
  | "onProducts"
  | "onBulk"
  | "onWatch"
  | "onDeleteFailed"
  | "comparePictures"
>;

interface SessionPartsDeps {
  dataFolder: string;
  /** The built entry of the practice server. */
  practiceEntry: string;
  sampleVideo: string;
  media: MediaReader;
  settings: SettingsStore;
  vault: Vault;
  environment: NodeJS.ProcessEnv;
  resolveProxy: ResolveProxy;
  proxyAuth: ProxyAuth;
  /** Where a workspace reports its changes. */
  listeners: WorkspaceListeners;
  onAccount: (state: AccountState) => void;
  onWorkspace: (workspace: Workspace | null) => void;
  log: { info: (line: string) => void };
  /** Whether this process owns the data, which it finds out again at each call. */
  mayWrite: () => boolean;
}

/** Failures of the database that end without the user: a lock, a full or a failing disk. */
const storageCodes = new Set<ErrorCode | undefined>(["database-locked", "disk-full", "disk-failing"]);

/** How often it is tried whether the disk takes data again, ms. */
const reopenMs = 10_000;

/** How soon a key that could not be verified is verified again, ms. */
const recheckMs = 15_000;

/** Credentials from the environment are used for this run only and never stored. */
function environmentCredentials({ BIGGO_CLIENT_ID = "", BIGGO_CLIENT_SECRET = "" }: NodeJS.ProcessEnv) {
  const [clientId, clientSecret] = [cleanKey(BIGGO_CLIENT_ID), cleanKey(BIGGO_CLIENT_SECRET)];
  return clientId && clientSecret ? { clientId, clientSecret } : null;
}

/** Connects the session to the client and the workspace of the connected account. */
export function composeSession(deps: SessionPartsDeps): SessionParts {
  const { settings, dataFolder } = deps;
  const environment = environmentCredentials(deps.environment);
  let workspace: Workspace | null = null;
  let recheck: NodeJS.Timeout | undefined;
  let reopen: NodeJS.Timeout | undefined;

  const practice = createPracticeServer({
    dir: join(dataFolder, "practice", "server"),
    entry: deps.practiceEntry,
    sampleVideo: deps.sampleVideo,
    log: (line) => deps.log.info(`practice: ${line}`),
  });

  const region = (): string | null => {
    const chosen = settings.get().region;
    if (chosen !== "auto") return chosen;
    const state = session.state();
    return "account" in state ? state.account.region : null;
  };

  /** Opens a workspace that is only a copy again, for writing, once the disk takes data. */
  const reopenWhenWritable = () => {
    if (workspace?.unwritable !== true) return;
    if (deps.mayWrite() && isWritable(workspace.folder)) void session.reopen();
    else reopen = setTimeout(reopenWhenWritable, reopenMs);
  };

  const closeWorkspace = async () => {
    clearTimeout(reopen);
    const closing = workspace;
    workspace = null;
    if (closing === null) return;
    deps.onWorkspace(null);
    await closing.close();
  };

  const session: Session = createSession({
    vault: deps.vault,
    practice,
    practiceMemory: { get: settings.practice, set: settings.setPractice },
    apiUrl: resolveApiUrl(deps.environment.BIGGO_API_URL),
    environment,
    environmentMemory: { get: settings.environmentAccount, set: settings.setEnvironmentAccount },
    createClient: (baseUrl, credentials, localServer) =>
      createAppClient({
        baseUrl,
        credentials,
        localServer,
        region,
        resolveProxy: deps.resolveProxy,
        proxyAuth: deps.proxyAuth,
        onAskedToWait: (ms) => workspace?.engine.askedToWait(ms),
      }),
    async openWorkspace(account, client, baseUrl) {
      const opened = openWorkspace({
        ...deps.listeners,
        account,
        baseUrl,
        client,
        readMedia: deps.media.read,
        dataFolder,
        region: () => regionSchema.safeParse(region()).data ?? "tw",
        parallel: () => settings.get().parallelUploads,
        speedLimit: () => settings.get().speedLimit,
        writeReceipts: () => settings.get().writeReceipts,
        onSignedOut: (error) => session.signedOut(error),
        log: deps.log.info,
        mayWrite: deps.mayWrite,
      });
      workspace = opened;
      opened.start();
      deps.onWorkspace(opened);
      if (opened.unwritable) reopen = setTimeout(reopenWhenWritable, reopenMs);
    },
    closeWorkspace,
    after: systemClock.after,
    setSignedOut(signedOut) {
      workspace?.engine.setSignedOut(signedOut);
      if (!signedOut && workspace?.readOnly === false) workspace.library.resume();
    },
    onState(state) {
      clearTimeout(recheck);
      if (state.status === "unverified" && state.error.retryable) {
        recheck = setTimeout(() => void session.reconnect(), recheckMs);
      }
      // Credentials from the environment have no Connect button, and a storage failure may end without the user.
      const endsAlone = environment !== null || (state.status === "signed-out" && storageCodes.has(state.error?.code));
      if (state.status === "signed-out" && state.error?.retryable === true && endsAlone) {
        recheck = setTimeout(() => void session.start(), recheckMs);
      }
      deps.onAccount(state);
    },
  });

  const requireWorkspace = () => {
    if (workspace === null) throw new AppError("signed-out", "No account is connected");
    return workspace;
  };

  return {
    session,
    workspace: () => workspace,
    requireWorkspace,
    requireWritable() {
      const open = requireWorkspace();
      if (open.unwritable) throw storageError("full");
      if (open.readOnly) throw new AppError("database-newer", "A newer version wrote this data, so it is read only");
      return open;
    },
    async close() {
      clearTimeout(recheck);
      await session.settled();
      await closeWorkspace();
      deps.media.close();
      await practice.stop();
    },
  };
}
