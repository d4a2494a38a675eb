import multipart from "@fastify/multipart";
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";
import { ZodError } from "zod";
import { apiCode, BiggoFailure, failureBody, uploadFailureBody } from "./biggo-error.ts";
import { canonicalPath } from "./canonical-path.ts";
import { guardRequests } from "./guard-requests.ts";
import { addImageSearchRoutes } from "./image-search-routes.ts";
import { limits } from "./limits.ts";
import { addMediaRoutes } from "./media-routes.ts";
import { addProductRoutes } from "./product-routes.ts";
import { addRequestFields } from "./request-fields.ts";
import type { SandboxContext } from "./sandbox-context.ts";
import { addStoreRoutes } from "./store-routes.ts";
import { addTokenRoutes } from "./token-routes.ts";
import { addUploadRoutes } from "./upload-routes.ts";
import { addUserRoutes } from "./user-routes.ts";
import { addVideoRoutes } from "./video-routes.ts";

/** A BigGo API route; other routes keep their own statuses. */
const apiRoute = /^\/(?:api|auth)\//;
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
  const isApi = apiRoute.test(request.routeOptions.url ?? "");
  const status = context.options.errorsWith200 && isApi ? 200 : failure.status;
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

function addRoutes(app: FastifyInstance, context: SandboxContext, addOwn: ServerExtension["routes"]): void {
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
  addOwn(app, context);
  rejectOtherMethods(app, known);
}

/** What tests add to a server: hooks that see every request, and routes. */
export interface ServerExtension {
  hooks(app: FastifyInstance): void;
  routes(app: FastifyInstance, context: SandboxContext): void;
}

/** Adds nothing. */
export const noExtension: ServerExtension = { hooks() {}, routes() {} };

function createApp(): FastifyInstance {
  const app = fastify({
    // A film may take hours; `limits.bodyIdleMs` bounds how long it may stand still.
    requestTimeout: 0,
    connectionTimeout: 0,
    keepAliveTimeout: limits.keepAliveMs,
    bodyLimit: limits.bodyBytes,
    http: {
      headersTimeout: limits.headersMs,
      maxHeaderSize: limits.headerBytes,
      connectionsCheckingInterval: limits.checkMs,
    },
    forceCloseConnections: true,
    exposeHeadRoutes: false,
    rewriteUrl: ({ url = "" }) => canonicalPath(url),
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 1000 },
  });
  app.server.maxConnections = limits.connections;
  return app;
}

/** Builds the sandbox's HTTP server, not listening yet. */
export async function buildServer(context: SandboxContext, extension: ServerExtension): Promise<FastifyInstance> {
  const app = createApp();
  addRequestFields(app);
  app.setErrorHandler((error, request, reply) => sendFailure(context, error, request, reply));
  app.setNotFoundHandler((_request, reply) => reply.code(404).send(failureBody(apiCode.jwtExpired, "no such file")));
  guardRequests(app, { accessKey: context.options.accessKey ?? null, baseUrl: context.baseUrl });
  app.addHook("onRequest", async (request) => {
    context.counts.request(`${request.method} ${request.routeOptions.url ?? "unknown"}`);
  });
  extension.hooks(app);
  addBodyParsers(app);
  const { formFiles: files, formFields: fields, formFieldBytes: fieldSize } = limits;
  const formLimits = { fileSize: Number.POSITIVE_INFINITY, files, fields, fieldSize, parts: files + fields };
  // Without preservePath busboy cuts a name at its last backslash, because old Internet Explorers sent whole paths.
  await app.register(multipart, { limits: formLimits, throwFileSizeLimit: false, preservePath: true });
  addRoutes(app, context, extension.routes);
  return app;
}
