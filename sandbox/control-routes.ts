import type { FastifyInstance, FastifyRequest } from "fastify";
import { z } from "zod";
import { apiCode, BiggoFailure } from "./biggo-error.ts";
import type { FaultPlan } from "./fault-plan.ts";
import { faultSpec } from "./fault-spec.ts";
import type { SandboxContext } from "./sandbox-context.ts";
import { addSeedVideo } from "./seed-videos.ts";
import type { VideoRecord } from "./video-store.ts";

const accountChanges = z.strictObject({
  revoked: z.boolean().optional(),
  permission: z.boolean().optional(),
  secretValid: z.boolean().optional(),
});
const videoFlags = z.strictObject({
  removed: z.boolean().optional(),
  failed: z.union([z.literal(true), z.string()]).optional(),
});
const productOverrides = z.strictObject({
  offline: z.boolean().optional(),
  gone: z.boolean().optional(),
  nameless: z.boolean().optional(),
  price: z.number().positive().optional(),
});
const processing = z.strictObject({ ms: z.number().int().min(0) });

function describeVideo(video: VideoRecord) {
  return {
    video_id: video.video_id,
    userid: video.userid,
    title: video.title,
    description: video.description,
    access: video.access,
    product_list: video.products,
    thumbnail_ms: video.thumbnail_ms,
    size: video.size,
    sha256: video.sha256,
    file_name: video.file_name,
    created_ms: video.created_ms,
    ready_ms: video.ready_ms,
    deleted: video.deleted === 1,
    removed: video.removed === 1,
    failed: video.failed,
  };
}

function stateOf(context: SandboxContext) {
  return { self: context.self, videos: context.videos.all().map(describeVideo), counts: context.counts.snapshot() };
}

/** The response of `GET /_control/state`: every video ever created, including deleted ones and the neighbour's. */
export type SandboxState = ReturnType<typeof stateOf>;

/** Drops keys whose value is undefined. */
function definedOnly<T extends object>(value: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined)) as never;
}

/** A fault may carry a response that is larger than any of BigGo's. */
const maxFaultBytes = 16 * 1024 * 1024;

function addFaultControls(app: FastifyInstance, faults: FaultPlan): void {
  app.get("/_control/faults", async () => ({ faults: faults.pending() }));
  app.post("/_control/faults", { bodyLimit: maxFaultBytes }, async (request) => {
    const specs = z.union([z.array(faultSpec), faultSpec.transform((spec) => [spec])]).parse(request.body);
    for (const spec of specs) faults.add(spec);
    return { faults: faults.pending() };
  });
  app.delete("/_control/faults", async () => {
    faults.clear();
    return { faults: [] };
  });
}

function addAccountControls(app: FastifyInstance, context: SandboxContext): void {
  app.post("/_control/account", async (request) => {
    context.account.set(definedOnly(accountChanges.parse(request.body)));
    return context.account.current();
  });
  app.post("/_control/expire-tokens", async () => {
    // The next millisecond, so that tokens issued in the current one expire as well.
    context.settings.set("tokens_not_before_ms", String(context.now() + 1));
    return {};
  });
}

function addVideoControls(app: FastifyInstance, context: SandboxContext): void {
  app.post("/_control/processing", async (request) => {
    const { ms } = processing.parse(request.body);
    context.settings.set("processing_ms", String(ms));
    context.videos.reschedule(context.now(), ms);
    return { ms };
  });
  let added = 0;
  app.post("/_control/videos", async () => {
    added += 1;
    const { videos, catalogue, self, folders } = context;
    const nowMs = context.now();
    return {
      video_id: addSeedVideo({ videos, catalogue, owner: self, videosFolder: folders.videos, nowMs, number: added }),
    };
  });
  app.post("/_control/videos/:id", async (request) => {
    const { id } = request.params as { id: string };
    const { removed, failed } = videoFlags.parse(request.body);
    if (!context.videos.get(id)) throw new BiggoFailure(apiCode.noSuchVideo, "video does not exist", 404);
    context.videos.setFlags(id, definedOnly({ removed, failed: failed === true ? "transcode error" : failed }));
    return {};
  });
}

function addProductControls(app: FastifyInstance, context: SandboxContext): void {
  app.post("/_control/products/:nindex/:oid", async (request) => {
    const { nindex, oid } = request.params as { nindex: string; oid: string };
    if (!context.catalogue.override(nindex, oid, definedOnly(productOverrides.parse(request.body)))) {
      throw new BiggoFailure(apiCode.noSuchProduct, "product does not exist", 404);
    }
    return {};
  });
}

/** Whether a request's route is one of these. */
export function isControl(request: FastifyRequest): boolean {
  return request.routeOptions.url?.startsWith("/_control/") === true;
}

/**
 * `/_control/*`: inspects the state behind the API and changes its behaviour. Needs no token; loopback only, like the
 * whole server, and closed to web pages.
 */
export function addControlRoutes(app: FastifyInstance, context: SandboxContext, faults: FaultPlan): void {
  app.get("/_control/state", async () => stateOf(context));
  addFaultControls(app, faults);
  addAccountControls(app, context);
  addVideoControls(app, context);
  addProductControls(app, context);
}
