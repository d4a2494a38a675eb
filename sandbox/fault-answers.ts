import { apiCode, failureBody } from "./biggo-error.ts";
import type { EndingFault } from "./fault-plan.ts";

/** A whole answer that takes the place of the real one. */
export interface FaultAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const captivePortal =
  "<!doctype html><html><head><title>Welcome to Airport Wi-Fi</title></head>" +
  '<body><h1>Sign in to the network</h1><form action="/login"><button>Accept and continue</button></form></body></html>';
const json = { "content-type": "application/json; charset=utf-8" };
const html = { "content-type": "text/html; charset=utf-8" };

function textAnswer(status: number, body: unknown, retry: Record<string, string>): FaultAnswer {
  if (typeof body === "string") return { status, headers: { ...html, ...retry }, body };
  if (body === undefined || body === null) {
    return { status, headers: { ...html, ...retry }, body: `<html><h1>${status}</h1></html>` };
  }
  return { status, headers: { ...json, ...retry }, body: JSON.stringify(body) };
}

function wholeAnswer(fault: EndingFault): FaultAnswer | null {
  switch (fault.kind) {
    case "status": {
      const retry: Record<string, string> = {};
      if (fault.retryAfter !== undefined) retry["retry-after"] = String(fault.retryAfter);
      return textAnswer(fault.status, fault.body, retry);
    }
    case "html":
      return { status: 200, headers: html, body: captivePortal };
    case "expired-token":
      return { status: 401, headers: json, body: JSON.stringify(failureBody(apiCode.jwtExpired, "jwt expired")) };
    case "error": {
      const body = JSON.stringify(failureBody(fault.code, fault.message ?? "sandbox fault"));
      return { status: fault.status ?? 400, headers: json, body };
    }
    default:
      return null;
  }
}

/** The answer a fault gives by itself; null for one that only spoils the real answer or the connection. */
export function faultAnswer(fault: EndingFault): FaultAnswer | null {
  const answer = wholeAnswer(fault);
  if (!answer || !("close" in fault) || !fault.close) return answer;
  return { ...answer, headers: { ...answer.headers, connection: "close" } };
}

/** Valid JSON in which every field but `result` has another type than it should. */
export function withWrongTypes(value: unknown, key = ""): unknown {
  if (key === "result") return value;
  if (Array.isArray(value)) return { 0: value.map((item) => withWrongTypes(item)) };
  if (typeof value === "string") return value.length;
  if (typeof value === "number") return { value };
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (value === null || typeof value !== "object") return 0;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, withWrongTypes(item, name)]));
}

/** The real answer's text (JSON), spoilt as the fault says. */
export function spoil(fault: EndingFault, text: string): string {
  switch (fault.kind) {
    case "truncated-json":
      return text.slice(0, Math.ceil(text.length * 0.6));
    case "missing-id": {
      const { video_id: _, ...rest } = JSON.parse(text) as Record<string, unknown>;
      return JSON.stringify(rest);
    }
    case "wrong-fields":
      return JSON.stringify(withWrongTypes(JSON.parse(text)));
    default:
      return text;
  }
}
