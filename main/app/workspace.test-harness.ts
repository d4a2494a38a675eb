import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { titleFromFile } from "../../shared/model/template.ts";
import type { Review, Upload, UploadPhase } from "../../shared/model/upload.ts";
import { newDetails } from "../../shared/model/video.ts";
import { type AppClient, createAppClient } from "../biggo/app-client.ts";
import type { Timers } from "../biggo/transport.ts";
import { createNodeMediaReader } from "../media/media-reader.test-harness.ts";
import type { RetryPolicy } from "../upload/model/retry-policy.ts";
import { viewOf } from "../upload/model/upload-view.ts";
import { openWorkspace, type Workspace, type WorkspaceDeps } from "./compose-workspace.ts";

/** The engine's delays, a hundred times shorter. */
export const fastPolicy: RetryPolicy = {
  backoff: { baseMs: 30, capMs: 500 },
  networkProbeMs: 100,
  blockedProbeMs: 200,
  storageProbeMs: 100,
  holdConnectionMs: 1000,
  commitBarrierMs: 500,
  stuckMs: 200,
  fileProbeMs: 100,
  retryAfter: { minMs: 100, maxMs: 2000, fallbackMs: 300 },
  reconcileDelaysMs: [20, 50, 100, 200],
  resendDelaysMs: [0, 0, 50, 50],
  extraReconciles: 10,
  pendingReconciles: 60,
  maxBytesToAsk: 256 * 1024 * 1024,
};

/** A workspace over a real server, for tests. */
export interface WorkspaceHarness {
  workspace: Workspace;
  client: AppClient;
  folder: string;
  /** Offers files and accepts those not refused; resolves with the ids of the rows. */
  add(...paths: string[]): Promise<string[]>;
  offer(...paths: string[]): Promise<Review>;
  upload(id: string): Upload;
  /** Every published phase of the row, in order. */
  phasesOf(id: string): UploadPhase[];
  /** Resolves with the row once it is in one of the phases; after 15 s it rejects with the row's state. */
  until(id: string, ...phases: UploadPhase[]): Promise<Upload>;
  /** Resolves once `check` returns true; rejects after 15 s. */
  eventually(what: string, check: () => boolean | Promise<boolean>): Promise<void>;
  /**
   * Closes the workspace and opens it again on the same folder, as a restart of the app does; `between` runs while it
   * is closed.
   */
  reopen(between?: () => void | Promise<void>): Promise<void>;
  /** The database file. */
  databasePath(): string;
  close(): Promise<void>;
}

const timeoutMs = 15_000;

async function eventually(what: string, check: () => boolean | Promise<boolean>): Promise<void> {
  const endMs = performance.now() + timeoutMs;
  while (!(await check())) {
    if (performance.now() > endMs) throw new Error(`Timed out waiting for: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** The server, folder and options of a test workspace. */
export interface WorkspaceTarget {
  url: string;
  clientId: string;
  clientSecret: string;
  parallel?: number;
  timers?: Partial<Timers>;
  /** The engine's delays; {@link fastPolicy} by default. */
  policy?: RetryPolicy;
  /** Whether receipts are written beside the files. */
  receipts?: boolean;
  /** Bytes per second across all uploads; null for no limit. */
  speedLimit?: () => number | null;
  /** The data folder; a temporary one by default. */
  folder?: string;
  onUploads?: WorkspaceDeps["onUploads"];
}

/** Shared by all workspaces of a test file. */
const mediaReader = createNodeMediaReader();

/** Opens and starts a workspace over a real server. */
export function openTestWorkspace(folder: string, target: WorkspaceTarget) {
  const silent = () => {};
  const policy = target.policy ?? fastPolicy;
  const client = createAppClient({
    baseUrl: target.url,
    credentials: target,
    waitLimits: policy.retryAfter,
    onAskedToWait: (ms) => workspace.engine.askedToWait(ms),
    timers: { uploadAnswerMs: 3000, ...target.timers },
  });
  const account = { userid: "me", atUserid: "me", region: null, source: "session", practice: false } as const;
  const workspace = openWorkspace({
    onUploads: target.onUploads ?? silent,
    onHolds: silent,
    onProgress: silent,
    onLibrary: silent,
    onProducts: silent,
    onBulk: silent,
    onWatch: silent,
    writeReceipts: () => target.receipts === true,
    region: () => "tw",
    onSignedOut: silent,
    onDeleteFailed: silent,
    account,
    baseUrl: target.url,
    client,
    readMedia: mediaReader.read,
    dataFolder: folder,
    parallel: () => target.parallel ?? 2,
    speedLimit: target.speedLimit ?? (() => null),
    log: silent,
    policy,
  });
  workspace.start();
  return { workspace, client };
}

/** Opens a test workspace, in a temporary folder unless the target names one. */
export async function openHarness(target: WorkspaceTarget): Promise<WorkspaceHarness> {
  const folder = target.folder ?? (await mkdtemp(join(tmpdir(), "workspace-test-")));
  const phases = new Map<string, UploadPhase[]>();
  const onUploads: WorkspaceDeps["onUploads"] = ({ upserts }) => {
    for (const { id, state } of upserts) phases.set(id, [...(phases.get(id) ?? []), state.phase]);
  };
  const open = () => openTestWorkspace(folder, { ...target, onUploads });
  let opened = open();
  const close = async () => {
    await opened.workspace.close();
    await opened.client.close();
  };
  const upload = (id: string): Upload => {
    const row = opened.workspace.engine.get(id);
    if (row === undefined) throw new Error(`No upload ${id}`);
    return viewOf(row);
  };
  const offer = (...paths: string[]) => opened.workspace.engine.intake.offer(paths);

  return {
    get workspace() {
      return opened.workspace;
    },
    get client() {
      return opened.client;
    },
    folder,
    offer,
    async add(...paths) {
      const review = await offer(...paths);
      const itemIds = review.items.filter(({ verdict }) => verdict.kind !== "refused").map(({ itemId }) => itemId);
      const { accept } = opened.workspace.engine.intake;
      const details = (name: string) => newDetails(titleFromFile(name), "private");
      return (await accept(review.reviewId, itemIds, details)).uploadIds;
    },
    upload,
    phasesOf: (id) => phases.get(id) ?? [],
    async until(id, ...phases) {
      await eventually(`${id} in ${phases.join(" or ")}`, () => phases.includes(upload(id).state.phase)).catch(
        (error) => {
          throw new Error(`${error.message}; it is ${JSON.stringify(upload(id).state)}`);
        },
      );
      return upload(id);
    },
    eventually,
    async reopen(between) {
      await close();
      await between?.();
      opened = open();
    },
    databasePath: () => join(opened.workspace.folder, "uploader.sqlite"),
    async close() {
      await close();
      if (target.folder === undefined) await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
