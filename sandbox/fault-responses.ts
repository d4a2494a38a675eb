import { apiCode, failureBody } from "./biggo-error.ts";
import type { OutcomeFault } from "./fault-plan.ts";

/** A complete response that replaces the real one. */
export interface FaultResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const captivePortal =
  "<!doctype html><html><head><title>Welcome to Airport Wi-Fi</title></head>" +
  '<body><h1>Sign in to the network</h1><form action="/login"><button>Accept and continue</button></form></body></html>';
const json = { "content-type": "application/json; charset=utf-8" };
const html = { "content-type": "text/html; charset=utf-8" };

function textResponse(status: number, body: unknown, retry: Record<string, string>): FaultResponse {
  if (typeof body === "string") return { status, headers: { ...html, ...retry }, body };
  if (body === undefined || body === null) {
    return { status, headers: { ...html, ...retry }, body: `<html><h1>${status}</h1></html>` };
  }
  return { status, headers: { ...json, ...retry }, body: JSON.stringify(body) };
}

function completeResponse(fault: OutcomeFault): FaultResponse | null {
  switch (fault.kind) {
    case "status": {
      const retry: Record<string, string> = {};
      if (fault.retryAfter !== undefined) retry["retry-after"] = String(fault.retryAfter);
      return textResponse(fault.status, fault.body, retry);
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

/** The response that a fault produces; null for a fault that only alters the real response or the connection. */
export function faultResponse(fault: OutcomeFault): FaultResponse | null {
  const response = completeResponse(fault);
  if (!response || !("close" in fault) || !fault.close) return response;
  return { ...response, headers: { ...response.headers, connection: "close" } };
}

/** Valid JSON in which every field except `result` has the wrong type. */
export function withWrongTypes(value: unknown, key = ""): unknown {
  if (key === "result") return value;
  if (Array.isArray(value)) return { 0: value.map((item) => withWrongTypes(item)) };
  if (typeof value === "string") return value.length;
  if (typeof value === "number") return { value };
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (value === null || typeof value !== "object") return 0;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, withWrongTypes(item, name)]));
}

/** Corrupts the real response's JSON text as the fault specifies. */
export function corrupt(fault: OutcomeFault, text: string): string {
  switch (fault.kind) {
    case "truncated-json":
      return text.slice(0, Math.ceil(text.length * 0.6));
    case "missing-id": {
      const { video_id: _, ...rest } = JSON.parse(text) as Record<string, unknown>;
      return JSON.stringify(rest);
    }
    case "wrong-fields":
      return JSON.stringify(withWrongTypes(JSON.parse(text)));
    case "extra-fields":
      return JSON.stringify({ ...JSON.parse(text), ...fault.fields });
    default:
      return text;
  }
}
