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

/** The fields of BigGo's answers that tests look into; an answer has those of its own call. */
interface AnswerBody {
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

/** An answer as it came: its HTTP status, headers, and its body parsed when it is JSON (else the text). */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: AnswerBody;
}

type Target = Pick<SpawnedSandbox, "url" | "clientId" | "clientSecret">;

/** One request as a test wants it: `body` is sent as JSON unless it is a form. */
export interface Call {
  readonly headers?: Record<string, string>;
  readonly body?: unknown;
}

async function send(url: string, method: string, call: Call): Promise<Answer> {
  const isForm = call.body instanceof FormData || call.body instanceof URLSearchParams;
  const json = isForm || call.body === undefined ? {} : { "content-type": "application/json" };
  const body = isForm ? (call.body as FormData) : JSON.stringify(call.body);
  const response = await fetch(url, { method, headers: { ...json, ...call.headers }, body: body ?? null });
  const text = await response.text();
  const isJson = (response.headers.get("content-type") ?? "").includes("json");
  return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
}

/** Asks for a token with these credentials (the sandbox's own when left out). */
export function askToken(
  target: Target,
  given: { id?: string; secret?: string; grant?: string } = {},
): Promise<Answer> {
  const basic = btoa(`${given.id ?? target.clientId}:${given.secret ?? target.clientSecret}`);
  const body = new URLSearchParams({ grant_type: given.grant ?? "client_credentials" });
  return send(`${target.url}/auth/v1/token`, "POST", { body, headers: { authorization: `Basic ${basic}` } });
}

/** A multipart form with one file part. */
async function fileForm(path: string, name = "video"): Promise<FormData> {
  const form = new FormData();
  form.append(name, new Blob([new Uint8Array(await readFile(path))]), "clip.mp4");
  return form;
}

/** Signs in and speaks plain HTTP to the sandbox: `call` takes a path after `/api/v1/`. */
export async function signIn(target: Target) {
  const token = String((await askToken(target)).body.access_token);
  const authorization = `Bearer ${token}`;
  const call = (method: string, path: string, more: Call = {}) =>
    send(`${target.url}/api/v1/${path}`, method, { ...more, headers: { authorization, ...more.headers } });
  return {
    token,
    call,
    /** Sends a file as BigGo's clients do. */
    async upload(path: string, more: { name?: string; headers?: Record<string, string> } = {}): Promise<Answer> {
      return call("POST", "video/", { body: await fileForm(path, more.name), headers: more.headers ?? {} });
    },
  };
}

/** A request without a token. */
export function plain(target: Target, method: string, path: string, call: Call = {}): Promise<Answer> {
  return send(`${target.url}${path}`, method, call);
}
