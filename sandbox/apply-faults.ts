import type { Readable, Transform } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { isControl } from "./control-routes.ts";
import { type FaultPlan, phaseOf, type RequestFaults } from "./fault-plan.ts";
import { corrupt, type FaultResponse, faultResponse } from "./fault-responses.ts";
import { pipeThrough, resetAfter, throttle } from "./faulty-body.ts";

declare module "fastify" {
  interface FastifyRequest {
    /** The faults planned for this request; null where faults do not apply. */
    faults: RequestFaults | null;
  }
}

/** The path of a request without its query. */
function pathOf(request: FastifyRequest): string {
  return request.url.split("?")[0] ?? request.url;
}

function outcomeAt(request: FastifyRequest, phase: ReturnType<typeof phaseOf>) {
  const outcome = request.faults?.outcome ?? null;
  return outcome && phaseOf(outcome) === phase ? outcome : null;
}

function sendResponse(reply: FastifyReply, response: FaultResponse): FastifyReply {
  return reply.code(response.status).headers(response.headers).send(response.body);
}

async function onHeaders(request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  const outcome = outcomeAt(request, "headers");
  if (!outcome) return;
  const response = faultResponse(outcome);
  if (response) return sendResponse(reply, response);
  reply.hijack();
  if (outcome.kind === "refuse") request.raw.socket.resetAndDestroy();
}

function bodySteps(request: FastifyRequest): Transform[] {
  const steps: Transform[] = [];
  const speed = request.faults?.bytesPerSecond ?? null;
  if (speed !== null) steps.push(throttle(speed));
  const outcome = outcomeAt(request, "body");
  if (outcome?.kind === "reset") {
    const announced = Number(request.headers["content-length"] ?? 0);
    steps.push(resetAfter(Math.max(1, Math.floor((announced * outcome.percent) / 100)), request.raw.socket));
  }
  return steps;
}

async function onBody(request: FastifyRequest, _reply: FastifyReply, payload: Readable): Promise<Readable> {
  const steps = bodySteps(request);
  if (steps.length === 0) return payload;
  request.bodyStream = pipeThrough(payload, steps);
  return request.bodyStream;
}

async function drain(body: Readable): Promise<void> {
  for await (const _ of body) {
    // Reads and discards the bytes, so that the client can finish sending.
  }
}

async function replaceHandler(request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  const outcome = outcomeAt(request, "handler");
  const response = outcome && faultResponse(outcome);
  if (!response) return;
  await drain(request.bodyStream ?? request.raw);
  return sendResponse(reply, response);
}

async function onResponse(request: FastifyRequest, reply: FastifyReply, payload: unknown): Promise<unknown> {
  if (request.faults?.delayMs) await sleep(request.faults.delayMs);
  const outcome = outcomeAt(request, "response");
  if (!outcome) return payload;
  if (outcome.kind === "stall") return new Promise(() => undefined);
  if (outcome.kind === "drop-answer") {
    request.raw.socket.resetAndDestroy();
    return payload;
  }
  const response = faultResponse(outcome);
  if (response) {
    reply.code(response.status).headers(response.headers).removeHeader("content-length");
    return response.body;
  }
  if (typeof payload !== "string") return payload;
  reply.removeHeader("content-length");
  return corrupt(outcome, payload);
}

/** Applies the planned faults to every request except control calls. */
export function applyFaults(app: FastifyInstance, plan: FaultPlan): void {
  app.decorateRequest("faults", null);
  app.addHook("onRequest", async (request, reply) => {
    const path = pathOf(request);
    if (isControl(request)) return;
    request.faults = plan.take({ method: request.method, path });
    request.listingLagMs = request.faults.listingLagMs;
    return onHeaders(request, reply);
  });
  app.addHook("preParsing", onBody);
  app.addHook("preHandler", replaceHandler);
  app.addHook("onSend", onResponse);
}
