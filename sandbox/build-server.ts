import multipart from "@fastify/multipart";
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";
import { ZodError } from "zod";
import { applyFaults } from "./apply-faults.ts";
import { apiCode, BiggoFailure, failureBody, uploadFailureBody } from "./biggo-error.ts";
import { addControlRoutes } from "./control-routes.ts";
import { addImageSearchRoutes } from "./image-search-routes.ts";
import { addMediaRoutes } from "./media-routes.ts";
import { addProductRoutes } from "./product-routes.ts";
import type { SandboxContext } from "./sandbox-context.ts";
import { addStoreRoutes } from "./store-routes.ts";
import { addTokenRoutes } from "./token-routes.ts";
import { addUploadRoutes } from "./upload-routes.ts";
import { addUserRoutes } from "./user-routes.ts";
import { addVideoRoutes } from "./video-routes.ts";

const keepAliveMs = 65_000;
const methods = ["GET", "POST", "PUT", "PATCH", "DELETE"];

function parseJson(text: string): unknown {
  if (text.trim() === "") return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw new BiggoFailure(apiCode.invalidParameter, "the body is not JSON");
  }
}

function addBodyParsers(app: FastifyInstance): void {
  app.removeContentTypeParser(["application/json", "text/plain"]);
  const form = "application/x-www-form-urlencoded";
  app.addContentTypeParser(form, { parseAs: "string" }, async (_request: FastifyRequest, text: string) =>
    Object.fromEntries(new URLSearchParams(text)),
  );
  app.addContentTypeParser("*", { parseAs: "string" }, async (_request: FastifyRequest, text: string) =>
    parseJson(text),
  );
}

function asFailure(error: unknown): BiggoFailure {
  if (error instanceof BiggoFailure) return error;
  if (error instanceof ZodError) return new BiggoFailure(apiCode.invalidParameter, error.message);
  const status = Number(Object(error).statusCode ?? 500);
  const message = error instanceof Error ? error.message : String(error);
  if (status < 500) return new BiggoFailure(apiCode.invalidParameter, message, status);
  return new BiggoFailure(0, message, 500);
}

function sendFailure(context: SandboxContext, error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const failure = asFailure(error);
  if (failure.status === 500 && !request.raw.destroyed) process.stderr.write(`${Object(error).stack ?? error}\n`);
  const isUpload = request.method === "POST" && request.routeOptions.url === "/api/v1/video";
  const older = isUpload && context.options.uploadErrorTypes ? uploadFailureBody(failure.code) : null;
  const isControl = request.url.startsWith("/_control/");
  const status = context.options.errorsWith200 && !isControl ? 200 : failure.status;
  void reply.code(status).send(older ?? failureBody(failure.code, failure.message));
}

/** Rejects unsupported methods on every known path with BigGo's code 1. */
function rejectOtherMethods(app: FastifyInstance, known: ReadonlyMap<string, Set<string>>): void {
  for (const [url, own] of [...known]) {
    const others = methods.filter((method) => !own.has(method));
    if (others.length === 0) continue;
    app.route({
      method: others,
      url,
      handler: async () => {
        throw new BiggoFailure(apiCode.wrongMethod, "wrong method", 405);
      },
    });
  }
}

function addRoutes(app: FastifyInstance, context: SandboxContext): void {
  const known = new Map<string, Set<string>>();
  app.addHook("onRoute", ({ url, method }) => {
    const own = known.get(url) ?? new Set<string>();
    for (const name of [method].flat()) own.add(name);
    known.set(url, own);
  });
  addTokenRoutes(app, context);
  addUserRoutes(app, context);
  addUploadRoutes(app, context);
  addVideoRoutes(app, context);
  addProductRoutes(app, context);
  addImageSearchRoutes(app, context);
  addStoreRoutes(app);
  addMediaRoutes(app, context);
  addControlRoutes(app, context);
  rejectOtherMethods(app, known);
}

/**
 * Builds the sandbox's HTTP server, not listening yet. It sets no limit on the duration or size of a body.
 */
export async function buildServer(context: SandboxContext): Promise<FastifyInstance> {
  const app = fastify({
    requestTimeout: 0,
    connectionTimeout: 0,
    keepAliveTimeout: keepAliveMs,
    forceCloseConnections: true,
    exposeHeadRoutes: false,
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 1000 },
  });
  app.decorateRequest("userid", "");
  app.setErrorHandler((error, request, reply) => sendFailure(context, error, request, reply));
  app.setNotFoundHandler((_request, reply) => reply.code(404).send(failureBody(apiCode.jwtExpired, "no such file")));
  app.addHook("onRequest", async (request) => {
    context.counts.request(`${request.method} ${request.routeOptions.url ?? "unknown"}`);
  });
  applyFaults(app, context.faults);
  addBodyParsers(app);
  const limits = { fileSize: Number.POSITIVE_INFINITY, fieldSize: 1 << 20 };
  // Without preservePath busboy cuts a name at its last backslash, because old Internet Explorers sent whole paths.
  await app.register(multipart, { limits, throwFileSizeLimit: false, preservePath: true });
  addRoutes(app, context);
  return app;
}
