import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { join } from "node:path";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { parseRange } from "../shared/byte-range.ts";
import { drawPicture, drawProfile, iconFor } from "./draw-picture.ts";
import { createFrames } from "./extract-frame.ts";
import type { SandboxContext } from "./sandbox-context.ts";
import { seedOf } from "./seeded-random.ts";
import type { VideoRecord } from "./video-store.ts";

const method = ["GET", "HEAD"];

function sendSvg(reply: FastifyReply, svg: string) {
  return reply.type("image/svg+xml").header("cache-control", "max-age=3600").send(svg);
}

/** Pictures are bitmaps, as BigGo's are: the app decodes no SVG. */
function sendPng(reply: FastifyReply, png: Buffer) {
  return reply.type("image/png").header("cache-control", "max-age=3600").send(png);
}

function notFound(reply: FastifyReply) {
  return reply.code(404).type("text/plain").send("not found");
}

function findLive(context: SandboxContext, id: string): VideoRecord | null {
  const video = context.videos.get(id);
  return video && !video.deleted && !video.removed ? video : null;
}

async function sendFile(request: FastifyRequest, reply: FastifyReply, file: { path: string; type: string }) {
  const size = (await stat(file.path).catch(() => null))?.size;
  if (size === undefined) return notFound(reply);
  const range = parseRange(request.headers.range, size);
  reply.type(file.type).header("accept-ranges", "bytes");
  if (range === "unsatisfiable") return reply.code(416).header("content-range", `bytes */${size}`).send();
  const { start, end } = range ?? { start: 0, end: size - 1 };
  if (range) reply.code(206).header("content-range", `bytes ${start}-${end}/${size}`);
  reply.header("content-length", size === 0 ? 0 : end - start + 1);
  if (request.method === "HEAD" || size === 0) return reply.send();
  return reply.send(createReadStream(file.path, { start, end }));
}

function drawCover(reply: FastifyReply, video: VideoRecord, atMs: number) {
  const portrait = video.height >= video.width;
  const [width, height] = portrait ? [360, 640] : [640, 360];
  const icon = iconFor(video.title, seedOf(video.video_id));
  return sendPng(reply, drawPicture({ key: video.sha256 ?? video.video_id, icon, width, height, atMs }));
}

function addCovers(app: FastifyInstance, context: SandboxContext): void {
  const frameOf = createFrames(context.folders.covers);
  app.route({
    method,
    url: "/media/covers/:id/:ms",
    handler: async (request, reply) => {
      const { id, ms } = request.params as { id: string; ms: string };
      const video = findLive(context, id);
      const atMs = Number(ms);
      if (!video || !Number.isFinite(atMs)) return notFound(reply);
      // Seeded videos share the sample file, so a frame of it would make all their covers look the same.
      if (video.sha256 === null || video.file === null) return drawCover(reply, video, atMs);
      const frameMs = Math.min(atMs, Math.max(0, video.length_ms - 100));
      const frame = await frameOf({ id, video: join(context.folders.videos, video.file), atMs: frameMs });
      if (!frame) return drawCover(reply, video, atMs);
      return sendFile(request, reply, { path: frame, type: "image/jpeg" });
    },
  });
}

function addDrawings(app: FastifyInstance, context: SandboxContext): void {
  app.route({
    method,
    url: "/media/profiles/:userid",
    handler: async (request, reply) => {
      const { userid } = request.params as { userid: string };
      return sendSvg(reply, drawProfile(userid, context.users.get(userid)?.name ?? "?"));
    },
  });
  app.route({
    method,
    url: "/media/products/:nindex/:oid",
    handler: async (request, reply) => {
      const { nindex, oid } = request.params as { nindex: string; oid: string };
      const product = context.catalogue.find(nindex, oid);
      if (!product) return notFound(reply);
      const key = `${nindex}-${oid}`;
      return sendPng(reply, drawPicture({ key, icon: product.icon, width: 400, height: 400, atMs: 0 }));
    },
  });
}

/** `/media/*`: covers, profile and product pictures, and videos with byte ranges; like BigGo's without a token. */
export function addMediaRoutes(app: FastifyInstance, context: SandboxContext): void {
  app.route({
    method,
    url: "/media/videos/:name",
    handler: async (request, reply) => {
      const { name } = request.params as { name: string };
      const video = findLive(context, name.replace(/\.mp4$/, ""));
      if (!video?.file) return notFound(reply);
      return sendFile(request, reply, { path: join(context.folders.videos, video.file), type: video.mime });
    },
  });
  addCovers(app, context);
  addDrawings(app, context);
}
