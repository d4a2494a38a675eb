import { rename, rm } from "node:fs/promises";
import { join } from "node:path";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { apiCode, BiggoFailure } from "./biggo-error.ts";
import { inspectVideo, type VideoFacts } from "./inspect-video.ts";
import { limits } from "./limits.ts";
import { type ReceivedFile, receiveFile } from "./receive-file.ts";
import { requirePermission, requireToken } from "./require-token.ts";
import type { SandboxContext } from "./sandbox-context.ts";
import type { VideoRecord } from "./video-store.ts";

const placeholderFacts: VideoFacts = { lengthMs: 0, width: 1080, height: 1920, mime: "video/mp4" };

function numberHeader(request: FastifyRequest, name: string): number | null {
  const text = request.headers[name];
  if (text === undefined) return null;
  const value = Number(text);
  if (Number.isFinite(value) && value >= 0 && text !== "") return value;
  throw new BiggoFailure(apiCode.invalidParameter, `header ${name} is invalid`);
}

function rejectRepeat(context: SandboxContext, file: ReceivedFile): void {
  if (!context.videos.withContent(file.sha256)) return;
  context.counts.add("uploadsRepeated");
  throw new BiggoFailure(apiCode.repeatedVideo, "repeat video");
}

async function factsOf(context: SandboxContext, file: ReceivedFile): Promise<VideoFacts> {
  const facts = await inspectVideo(file.path);
  if (facts) return facts;
  if (context.options.acceptAnything) return placeholderFacts;
  throw new BiggoFailure(apiCode.transcodeError, "transcode error");
}

function recordOf(
  context: SandboxContext,
  input: { id: string; request: FastifyRequest; file: ReceivedFile; facts: VideoFacts },
): VideoRecord {
  const nowMs = context.now();
  return {
    video_id: input.id,
    userid: input.request.userid,
    title: "",
    description: "",
    access: 0,
    products: [],
    thumbnail_ms: Math.round(numberHeader(input.request, "x-bgo-thumbnail-ts") ?? 0),
    size: input.file.size,
    sha256: input.file.sha256,
    file_name: input.file.fileName,
    file: `${input.id}.bin`,
    mime: input.facts.mime,
    length_ms: input.facts.lengthMs,
    width: input.facts.width,
    height: input.facts.height,
    created_ms: nowMs,
    ready_ms: nowMs + context.processingMs(),
    edited: 0,
    views: 0,
    likes: 0,
    comments: 0,
    deleted: 0,
    removed: 0,
    failed: null,
  };
}

async function commit(context: SandboxContext, request: FastifyRequest, file: ReceivedFile): Promise<string> {
  const announced = numberHeader(request, "file-size");
  if (announced !== null && announced !== file.size) {
    throw new BiggoFailure(apiCode.invalidParameter, "File-Size is not the size of the file");
  }
  rejectRepeat(context, file);
  const facts = await factsOf(context, file);
  const id = context.newId();
  await rename(file.path, join(context.folders.videos, `${id}.bin`));
  try {
    // Another upload of the same bytes may have been committed since the first check.
    rejectRepeat(context, file);
    context.videos.add(recordOf(context, { id, request, file, facts }));
  } catch (error) {
    await rm(join(context.folders.videos, `${id}.bin`), { force: true });
    throw error;
  }
  context.counts.add("uploadsCommitted");
  return id;
}

/**
 * `POST /api/v1/video/` (source: BigGo): one multipart file part named `video` or `file`, read to the closing boundary
 * before it is validated, so a repeat (1002) or a file that is not a video (1001) is rejected only after all its bytes.
 */
export function addUploadRoutes(app: FastifyInstance, context: SandboxContext): void {
  app.post("/api/v1/video", { onRequest: requireToken(context) }, async (request) => {
    requirePermission(context);
    if (context.videos.count() >= limits.videos) throw new BiggoFailure(apiCode.invalidParameter, "full", 507);
    context.counts.add("uploadsStarted");
    numberHeader(request, "x-bgo-thumbnail-ts");
    const path = join(context.folders.incoming, `${context.newId()}.part`);
    if (!request.isMultipart()) throw new BiggoFailure(apiCode.missingParameter, "parameters are missing: video");
    const file = await receiveFile({
      request,
      body: request.bodyStream,
      names: ["video", "file"],
      path,
      maxBytes: limits.filmBytes,
      onBytes: (bytes) => context.counts.add("bytesReceived", bytes),
    });
    if (!file) throw new BiggoFailure(apiCode.missingParameter, "parameters are missing: video");
    try {
      return { result: true, video_id: await commit(context, request, file) };
    } finally {
      await rm(path, { force: true });
    }
  });
}
