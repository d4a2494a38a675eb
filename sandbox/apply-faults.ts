import type { Readable, Transform } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { type FaultAnswer, faultAnswer, spoil } from "./fault-answers.ts";
import { type FaultPlan, momentOf, type RequestFaults } from "./fault-plan.ts";
import { cutAfter, slowly, through } from "./faulty-body.ts";

declare module "fastify" {
  interface FastifyRequest {
    /** What this request has to suffer; null where faults do not apply. */
    faults: RequestFaults | null;
    /** The body behind a fault; null when it comes straight from the socket. */
    bodyStream: Readable | null;
  }
}

/** The path of a request without its query. */
function pathOf(request: FastifyRequest): string {
  return request.url.split("?")[0] ?? request.url;
}

function endingAt(request: FastifyRequest, moment: ReturnType<typeof momentOf>) {
  const ending = request.faults?.ending ?? null;
  return ending && momentOf(ending) === moment ? ending : null;
}

function sendAnswer(reply: FastifyReply, answer: FaultAnswer): FastifyReply {
  return reply.code(answer.status).headers(answer.headers).send(answer.body);
}

async function onHeaders(request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  const ending = endingAt(request, "headers");
  if (!ending) return;
  const answer = faultAnswer(ending);
  if (answer) return sendAnswer(reply, answer);
  reply.hijack();
  if (ending.kind === "refuse") request.raw.socket.resetAndDestroy();
}

function bodySteps(request: FastifyRequest): Transform[] {
  const steps: Transform[] = [];
  const speed = request.faults?.bytesPerSecond ?? null;
  if (speed !== null) steps.push(slowly(speed));
  const ending = endingAt(request, "body");
  if (ending?.kind === "reset") {
    const announced = Number(request.headers["content-length"] ?? 0);
    steps.push(cutAfter(Math.max(1, Math.floor((announced * ending.percent) / 100)), request.raw.socket));
  }
  return steps;
}

async function onBody(request: FastifyRequest, _reply: FastifyReply, payload: Readable): Promise<Readable> {
  const steps = bodySteps(request);
  if (steps.length === 0) return payload;
  request.bodyStream = through(payload, steps);
  return request.bodyStream;
}

async function drain(body: Readable): Promise<void> {
  for await (const _ of body) {
    // The bytes are read so that the client may finish sending, and dropped.
  }
}

async function insteadOfWork(request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  const ending = endingAt(request, "instead");
  const answer = ending && faultAnswer(ending);
  if (!answer) return;
  await drain(request.bodyStream ?? request.raw);
  return sendAnswer(reply, answer);
}

async function onAnswer(request: FastifyRequest, reply: FastifyReply, payload: unknown): Promise<unknown> {
  if (request.faults?.delayMs) await sleep(request.faults.delayMs);
  const ending = endingAt(request, "answer");
  if (!ending) return payload;
  if (ending.kind === "stall") return new Promise(() => undefined);
  if (ending.kind === "drop-answer") {
    request.raw.socket.resetAndDestroy();
    return payload;
  }
  const answer = faultAnswer(ending);
  if (answer) {
    reply.code(answer.status).headers(answer.headers).removeHeader("content-length");
    return answer.body;
  }
  if (typeof payload !== "string") return payload;
  reply.removeHeader("content-length");
  return spoil(ending, payload);
}

/** Makes every call but the control calls suffer what the plan has for it. */
export function applyFaults(app: FastifyInstance, plan: FaultPlan): void {
  app.decorateRequest("faults", null);
  app.decorateRequest("bodyStream", null);
  app.addHook("onRequest", async (request, reply) => {
    const path = pathOf(request);
    if (path.startsWith("/_control/")) return;
    request.faults = plan.take({ method: request.method, path });
    return onHeaders(request, reply);
  });
  app.addHook("preParsing", onBody);
  app.addHook("preHandler", insteadOfWork);
  app.addHook("onSend", onAnswer);
}
