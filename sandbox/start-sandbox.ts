import { randomBytes } from "node:crypto";
import { mkdirSync } from "node:fs";
import type { Server } from "node:http";
import type { DatabaseSync } from "node:sqlite";
import type { FastifyInstance } from "fastify";
import { createAccount, createSettings, createUsers, type SandboxUser, type Settings } from "./account.ts";
import { buildServer, noExtension, type ServerExtension } from "./build-server.ts";
import { createCatalogue } from "./catalogue.ts";
import { openDatabase, prepareFolders, removeOrphans } from "./database.ts";
import { createRequestCounts } from "./request-counts.ts";
import type { SandboxContext } from "./sandbox-context.ts";
import type { SandboxOptions } from "./sandbox-options.ts";
import { seedVideos } from "./seed-videos.ts";
import { createVideoStore } from "./video-store.ts";

const loopback = ["127.0.0.1", "localhost", "::1"];
const defaultProcessingMs = 3000;
const newText = (bytes: number) => randomBytes(bytes).toString("base64url");

/** A user whose videos the signed-in user may not edit. */
const neighbour: SandboxUser = {
  userid: "sandbox-neighbour",
  at_userid: "neighbour.lab",
  name: "隔壁的開箱室",
  description: "Another creator's videos.",
};

/** A sandbox that is serving. */
export interface RunningSandbox {
  /** Such as `http://127.0.0.1:40123`, without a trailing slash; `http://localhost` on a socket. */
  readonly url: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Stops serving, drops open connections and closes the database. */
  readonly close: () => Promise<void>;
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the sandbox has no port");
  return address.port;
}

function selfOf(options: SandboxOptions, settings: Settings): SandboxUser {
  return {
    userid: settings.ensure("userid", undefined, () => `U${newText(9)}`),
    at_userid: settings.ensure("at_userid", options.atUserid, () => "kaixiang.lab"),
    name: "開箱實驗室",
    description: "每週兩支開箱，實測才推薦。",
  };
}

function createContext(options: SandboxOptions, database: DatabaseSync, baseUrl: () => string): SandboxContext {
  const settings = createSettings(database);
  const { revoked, noPermission } = options;
  const switches = { ...(revoked && { revoked }), ...(noPermission && { permission: false }) };
  if (options.processingMs !== undefined) settings.set("processing_ms", String(options.processingMs));
  return {
    options,
    region: options.region ?? "tw",
    clientId: settings.ensure("client_id", options.clientId, () => newText(12)),
    clientSecret: settings.ensure("client_secret", options.clientSecret, () => newText(24)),
    tokenSecret: settings.ensure("token_secret", undefined, () => newText(32)),
    self: selfOf(options, settings),
    neighbour,
    folders: prepareFolders(options.dir),
    settings,
    users: createUsers(database),
    account: createAccount(settings, switches),
    videos: createVideoStore(database),
    catalogue: createCatalogue(),
    counts: createRequestCounts(),
    baseUrl,
    now: Date.now,
    newId: () => newText(12),
    processingMs: () => Number(settings.get("processing_ms") ?? defaultProcessingMs),
  };
}

function seedOnce(context: SandboxContext, database: DatabaseSync): void {
  context.users.put(context.self);
  context.users.put(neighbour);
  if (context.settings.get("seeded")) return;
  const input = {
    database,
    videos: context.videos,
    catalogue: context.catalogue,
    videosFolder: context.folders.videos,
    sampleVideo: context.options.sampleVideo,
    region: context.region,
    nowMs: context.now(),
  };
  seedVideos({ ...input, owner: neighbour, count: 25, idPrefix: "neighbour" });
  seedVideos({ ...input, owner: context.self, count: context.options.videos ?? 0, idPrefix: "seed" });
  context.settings.set("seeded", "yes");
}

/** Listens as the options say, and returns the server's URL. */
async function listen(app: FastifyInstance, { socketPath, host = "127.0.0.1", port = 0 }: SandboxOptions) {
  if (socketPath !== undefined) {
    await app.listen({ path: socketPath });
    return "http://localhost";
  }
  await app.listen({ port, host });
  return `http://${host === "::1" ? "[::1]" : host}:${portOf(app.server)}`;
}

/**
 * Starts BigGo's API on a loopback address or a socket, with its state in `options.dir`; a later start with the same
 * folder resumes from that state. Rejects when the port or the socket is taken or the host is not a loopback address.
 */
export async function startSandbox(
  options: SandboxOptions,
  extension: ServerExtension = noExtension,
): Promise<RunningSandbox> {
  const { host } = options;
  if (host !== undefined && !loopback.includes(host)) {
    throw new Error(`the sandbox serves loopback addresses only, not ${host}`);
  }
  mkdirSync(options.dir, { recursive: true });
  const database = openDatabase(options.dir);
  try {
    let url = "";
    const context = createContext(options, database, () => url);
    removeOrphans(database, context.folders);
    seedOnce(context, database);
    const app = await buildServer(context, extension);
    url = await listen(app, options);
    const close = async () => {
      await app.close();
      database.close();
    };
    return { url, clientId: context.clientId, clientSecret: context.clientSecret, close };
  } catch (error) {
    database.close();
    throw error;
  }
}
