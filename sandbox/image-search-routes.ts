import { createReadStream } from "node:fs";
import { rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { apiCode, BiggoFailure } from "./biggo-error.ts";
import { limits } from "./limits.ts";
import { productShape } from "./product-shape.ts";
import { receiveFile } from "./receive-file.ts";
import { removeOldest } from "./remove-oldest.ts";
import type { SandboxContext } from "./sandbox-context.ts";
import { createRandom, seedOf } from "./seeded-random.ts";

const similarCount = 12;
const keyPattern = /^[0-9a-f]{32}$/;

async function storeImage(context: SandboxContext, request: FastifyRequest) {
  const path = join(context.folders.incoming, `${context.newId()}.image`);
  const missing = new BiggoFailure(apiCode.missingParameter, "parameters are missing: image");
  if (!request.isMultipart()) throw missing;
  const body = request.bodyStream;
  const file = await receiveFile({
    request,
    body,
    names: ["image"],
    path,
    maxBytes: limits.pictureBytes,
    onBytes: () => undefined,
  });
  if (!file) throw missing;
  const key = file.sha256.slice(0, 32);
  await rename(path, join(context.folders.images, key)).finally(() => rm(path, { force: true }));
  await removeOldest(context.folders.images, limits.pictures);
  return { result: true, key, url: `${context.baseUrl()}/media/images/${key}` };
}

async function isStored(context: SandboxContext, key: unknown): Promise<boolean> {
  if (typeof key !== "string" || !keyPattern.test(key)) return false;
  return (await stat(join(context.folders.images, key)).catch(() => null)) !== null;
}

async function findSimilar(context: SandboxContext, request: FastifyRequest) {
  const { image_id: key, v, region } = Object(request.body) as Record<string, unknown>;
  if (key === undefined) throw new BiggoFailure(apiCode.missingParameter, "parameters are missing: image_id");
  if (!(await isStored(context, key))) throw new BiggoFailure(apiCode.invalidParameter, "image_id is invalid");
  const random = createRandom(seedOf(String(key)));
  const searchedRegion = typeof region === "string" && region !== "all" ? region : context.region;
  const candidates = context.catalogue.products.filter((product) => product.store.region === searchedRegion);
  const picked = Array.from({ length: similarCount }, () => candidates[Math.floor(random() * candidates.length)]);
  const found = [...new Set(picked.filter((product) => product !== undefined))];
  const list = found.map((product) => productShape(product, context.baseUrl()));
  if (v === 4) return { result: true, total: list.length, promo: [], list };
  return { result: true, data: v === 3 ? list : found.map(({ nindex, oid }) => ({ nindex, oid })) };
}

/**
 * `POST spa/imagesearch/image` and `POST search/similar_image` (source: BigGo): the same image yields the same
 * products.
 */
export function addImageSearchRoutes(app: FastifyInstance, context: SandboxContext): void {
  app.post("/api/v1/spa/imagesearch/image", (request) => storeImage(context, request));
  app.post("/api/v1/search/similar_image", (request) => findSimilar(context, request));
  app.get("/media/images/:key", async (request, reply) => {
    const { key } = request.params as { key: string };
    if (!(await isStored(context, key))) return reply.code(404).send();
    return reply.type("application/octet-stream").send(createReadStream(join(context.folders.images, key)));
  });
}
