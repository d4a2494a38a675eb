import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Review, Upload, UploadPhase } from "../shared/model/upload.ts";
import { type BigGoClient, createBigGoClient } from "./biggo/client.ts";
import { openWorkspace, type Workspace } from "./compose-workspace.ts";
import type { RetryPolicy } from "./upload/retry-policy.ts";
import { viewOf } from "./upload/upload-view.ts";

/** The engine's waits, a hundred times shorter. */
const quickPolicy: RetryPolicy = {
  backoff: { baseMs: 30, capMs: 500 },
  networkProbeMs: 100,
  blockedProbeMs: 200,
  storageProbeMs: 100,
  holdConnectionMs: 1000,
  doorMs: 500,
  stuckMs: 200,
  fileProbeMs: 100,
  retryAfter: { minMs: 100, maxMs: 2000, fallbackMs: 300 },
  looksMs: [20, 50, 100, 200],
};

/** A whole account's queue and library over a real server, for tests. */
export interface WorkspaceHarness {
  workspace: Workspace;
  client: BigGoClient;
  folder: string;
  /** Offers files and accepts everything that is not refused; resolves with the rows' ids. */
  add(...paths: string[]): Promise<string[]>;
  offer(...paths: string[]): Promise<Review>;
  upload(id: string): Upload;
  /** Resolves with the row once it is in one of the phases; rejects with what it is in after `patienceMs`. */
  until(id: string, ...phases: UploadPhase[]): Promise<Upload>;
  /** Resolves once `check` is true. */
  eventually(what: string, check: () => boolean | Promise<boolean>): Promise<void>;
  /** Closes everything and opens it again on the same folder, as a restart of the app does. */
  reopen(): Promise<void>;
  close(): Promise<void>;
}

const patienceMs = 15_000;

async function eventually(what: string, check: () => boolean | Promise<boolean>): Promise<void> {
  const endMs = performance.now() + patienceMs;
  while (!(await check())) {
    if (performance.now() > endMs) throw new Error(`Waited in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Opens a workspace in a temporary folder. */
export async function openHarness(target: {
  url: string;
  clientId: string;
  clientSecret: string;
  parallel?: number;
}): Promise<WorkspaceHarness> {
  const folder = await mkdtemp(join(tmpdir(), "workspace-test-"));
  const silent = () => {};
  const open = () => {
    const client = createBigGoClient({ baseUrl: target.url, credentials: target, timers: { uploadAnswerMs: 3000 } });
    const account = { userid: "me", atUserid: "me", region: null, source: "session", practice: false } as const;
    const listeners = { onUploads: silent, onHolds: silent, onProgress: silent, onLibrary: silent };
    const workspace = openWorkspace({
      ...listeners,
      onSignedOut: silent,
      onDeleteFailed: silent,
      account,
      baseUrl: target.url,
      client,
      dataFolder: folder,
      parallel: () => target.parallel ?? 2,
      speedLimit: () => null,
      log: silent,
      policy: quickPolicy,
    });
    workspace.start();
    return { workspace, client };
  };
  let opened = open();
  const close = async () => {
    await opened.workspace.close();
    await opened.client.close();
  };
  const upload = (id: string): Upload => {
    const row = opened.workspace.engine.runner.get(id);
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
      return opened.workspace.engine.intake.accept(review.reviewId, itemIds, "private");
    },
    upload,
    async until(id, ...phases) {
      await eventually(`${id} in ${phases.join(" or ")}`, () => phases.includes(upload(id).state.phase)).catch(
        (error) => {
          throw new Error(`${error.message}; it is ${JSON.stringify(upload(id).state)}`);
        },
      );
      return upload(id);
    },
    eventually,
    async reopen() {
      await close();
      opened = open();
    },
    async close() {
      await close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
