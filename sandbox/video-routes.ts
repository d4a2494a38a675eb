import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { apiCode, BiggoFailure } from "./biggo-error.ts";
import { requireToken } from "./require-token.ts";
import type { SandboxContext } from "./sandbox-context.ts";
import { userShape } from "./user-shape.ts";
import { readVideoChanges } from "./video-params.ts";
import type { VideoRecord } from "./video-store.ts";
import { presentVideo } from "./video-view.ts";

const path = "/api/v1/video/:id";

function find(context: SandboxContext, request: FastifyRequest): VideoRecord {
  const { id } = request.params as { id: string };
  const video = context.videos.get(id);
  if (!video || video.deleted) throw new BiggoFailure(apiCode.noSuchVideo, "video does not exist", 404);
  if (video.removed) throw new BiggoFailure(apiCode.videoDeleted, "video is deleted", 404);
  return video;
}

function findOwn(context: SandboxContext, request: FastifyRequest): VideoRecord {
  const video = find(context, request);
  if (video.userid === request.userid) return video;
  throw new BiggoFailure(apiCode.otherUsersVideo, "the video belongs to a different user", 403);
}

function edit(context: SandboxContext, mode: "all" | "some") {
  return async (request: FastifyRequest) => {
    const video = findOwn(context, request);
    const changes = readVideoChanges({
      body: request.body,
      mode,
      isKnownProduct: (ref) => context.catalogue.find(ref.nindex, ref.oid) !== null,
    });
    context.videos.change(video.video_id, changes);
    return { result: true, data: [] };
  };
}

async function show(context: SandboxContext, request: FastifyRequest) {
  const video = find(context, request);
  const isOwn = video.userid === request.userid;
  if (video.access === 1 && !isOwn) {
    throw new BiggoFailure(apiCode.otherUsersVideo, "the video belongs to a different user", 403);
  }
  const user = context.users.get(video.userid) ?? context.self;
  return {
    result: true,
    user: userShape({ user, viewer: request.userid, baseUrl: context.baseUrl(), personalUrl: "list" }),
    video: [presentVideo(context, video, request.userid, "full")],
    size: 1,
  };
}

async function remove(context: SandboxContext, request: FastifyRequest) {
  const video = findOwn(context, request);
  context.videos.delete(video.video_id);
  // Seeded videos share the sample file, which must remain.
  if (video.sha256 !== null && video.file) await rm(join(context.folders.videos, video.file), { force: true });
  return { result: true };
}

/** `GET`, `POST`, `PATCH` and `DELETE /api/v1/video/{id}` (source: BigGo). */
export function addVideoRoutes(app: FastifyInstance, context: SandboxContext): void {
  const onRequest = requireToken(context);
  app.get(path, { onRequest }, (request) => show(context, request));
  app.post(path, { onRequest }, edit(context, "all"));
  app.patch(path, { onRequest }, edit(context, "some"));
  app.delete(path, { onRequest }, (request) => remove(context, request));
}
