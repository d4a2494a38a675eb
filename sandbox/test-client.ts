import { readFile } from "node:fs/promises";
import type { SpawnedSandbox } from "./testing.ts";

interface VideoBody {
  readonly profileimg: string;
  readonly meta: {
    readonly download: { readonly mp4: string };
    readonly cover_image: string;
    readonly thumbnails: readonly string[];
    readonly length: number;
  };
}

interface ProductBody {
  readonly nindex: string;
  readonly history_id: string;
  readonly purl: string;
  readonly store: { readonly name: string };
}

/** The fields of BigGo's responses that tests read; each response has only those of its own call. */
interface ResponseBody {
  readonly result: boolean;
  readonly access_token: string;
  readonly video_id: string;
  readonly key: string;
  readonly error?: { readonly code: number; readonly message: string };
  readonly video: readonly [VideoBody, ...VideoBody[]];
  readonly user_video: { readonly data: readonly { readonly video_id: string }[]; readonly size: number };
  readonly is_processing: readonly string[];
  readonly list: readonly [ProductBody, ...ProductBody[]];
  readonly total_page: number;
  readonly price_history: readonly unknown[];
  readonly biggo: readonly unknown[];
}

/** A raw response: HTTP status, headers, and the body, parsed when it is JSON (else the text). */
export interface ApiResponse {
  readonly status: number;
  readonly headers: Headers;
  readonly body: ResponseBody;
}

type Target = Pick<SpawnedSandbox, "url" | "clientId" | "clientSecret">;

/** The options of a request: `body` is sent as JSON unless it is a form. */
export interface Call {
  readonly headers?: Record<string, string>;
  readonly body?: unknown;
}

async function send(url: string, method: string, call: Call): Promise<ApiResponse> {
  const isForm = call.body instanceof FormData || call.body instanceof URLSearchParams;
  const json = isForm || call.body === undefined ? {} : { "content-type": "application/json" };
  const body = isForm ? (call.body as FormData) : JSON.stringify(call.body);
  const response = await fetch(url, { method, headers: { ...json, ...call.headers }, body: body ?? null });
  const text = await response.text();
  const isJson = (response.headers.get("content-type") ?? "").includes("json");
  return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
}

/** Requests a token with the given credentials, by default the sandbox's own. */
export function requestToken(
  target: Target,
  given: { id?: string; secret?: string; grant?: string } = {},
): Promise<ApiResponse> {
  const basic = btoa(`${given.id ?? target.clientId}:${given.secret ?? target.clientSecret}`);
  const body = new URLSearchParams({ grant_type: given.grant ?? "client_credentials" });
  return send(`${target.url}/auth/v1/token`, "POST", { body, headers: { authorization: `Basic ${basic}` } });
}

/** Builds a multipart form with one file part. */
async function fileForm(path: string, name = "video"): Promise<FormData> {
  const form = new FormData();
  form.append(name, new Blob([new Uint8Array(await readFile(path))]), "clip.mp4");
  return form;
}

/** Signs in and returns a bare HTTP client of the sandbox; `call` takes a path below `/api/v1/`. */
export async function signIn(target: Target) {
  const token = String((await requestToken(target)).body.access_token);
  const authorization = `Bearer ${token}`;
  const call = (method: string, path: string, more: Call = {}) =>
    send(`${target.url}/api/v1/${path}`, method, { ...more, headers: { authorization, ...more.headers } });
  return {
    token,
    call,
    /** Uploads a file the way BigGo's clients do. */
    async upload(path: string, more: { name?: string; headers?: Record<string, string> } = {}): Promise<ApiResponse> {
      return call("POST", "video/", { body: await fileForm(path, more.name), headers: more.headers ?? {} });
    },
  };
}

/** Sends a request without a token. */
export function callWithoutToken(target: Target, method: string, path: string, call: Call = {}): Promise<ApiResponse> {
  return send(`${target.url}${path}`, method, call);
}
