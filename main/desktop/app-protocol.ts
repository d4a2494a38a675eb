import { createReadStream } from "node:fs";
import { readFile, realpath, stat } from "node:fs/promises";
import { basename, extname, join, sep } from "node:path";
import { Readable } from "node:stream";
import { type ProtocolRequest, protocol } from "electron";
import { parseRange } from "../../shared/byte-range.ts";
import { isAppUrl } from "../ipc/app-origin.ts";
import { mediaHeaders } from "./media-headers.ts";

/** Declares `app://` as a standard, secure origin whose media can be seeked. Call before the app is ready. */
export function declareAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    {
      scheme: "app",
      privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true },
    },
  ]);
}

/** Scripts, styles, fonts and images from our own origin only. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "media-src 'self' blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  // No dialogs, printing, downloads or popups.
  "sandbox allow-scripts allow-same-origin allow-forms",
  "require-trusted-types-for 'script'",
  "trusted-types own-workers",
].join("; ");

/**
 * The worker that decodes films runs a WebAssembly decoder (ProRes), whose threads and the one for transparency are
 * blobs. It has no bridge, and its policy applies to it alone.
 */
const filmWorkerPolicy = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src blob:",
  "connect-src 'self'",
].join("; ");

const filmWorkerName = /^film-worker-[\w-]+\.js$/;

const contentTypes: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".woff2": "font/woff2",
  ".svg": "image/svg+xml",
  ".png": "image/png",
};

const pageHeaders = {
  "content-security-policy": contentSecurityPolicy,
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cross-origin-opener-policy": "same-origin",
  "x-dns-prefetch-control": "off",
};

/** A request of the page. */
export interface PageRequest {
  url: URL;
  /** The Range header; null when there is none. */
  range: string | null;
  /** Aborted when the page stops reading the response. */
  signal: AbortSignal;
}

/** What the page gets. */
export interface PageResponse {
  /** 200 by default. */
  status?: number;
  headers: Readonly<Record<string, string>>;
  body: Readable | Uint8Array | string | null;
}

const notFound: PageResponse = { status: 404, headers: { "content-type": "text/plain" }, body: "Not found" };

/** What the document says before any script: the values of its root element's attributes, by name. */
export type DocumentAttributes = Readonly<Record<"lang" | "class" | "data-theme" | "data-shell", string>>;

/** `net::ERR_UNEXPECTED` of Chromium. */
const failed = -9;

const rootElement = '<html lang="en">';

function withAttributes(html: string, attributes: DocumentAttributes): string {
  const written = Object.entries(attributes).map(([name, value]) => ` ${name}="${value}"`);
  return html.replace(rootElement, `<html${written.join("")}>`);
}

/** The real path of a file in a folder by the path of its URL; null when there is none, or the URL is malformed. */
async function realPathOf(root: string, pathname: string): Promise<string | null> {
  try {
    return await realpath(join(root, decodeURIComponent(pathname)));
  } catch {
    return null;
  }
}

/** Serves one file of the built page. With symbolic links resolved, the path must lie inside the page's folder. */
async function serveBuiltFile(
  root: string,
  pathname: string,
  attributes: () => DocumentAttributes,
): Promise<PageResponse> {
  const wanted = pathname === "/" ? "/index.html" : pathname;
  const type = contentTypes[extname(wanted)];
  const path = await realPathOf(root, wanted);
  if (type === undefined || path === null || !path.startsWith(root + sep)) return notFound;
  const policy = filmWorkerName.test(basename(path)) ? { "content-security-policy": filmWorkerPolicy } : {};
  const file = await readFile(path);
  const body = extname(wanted) === ".html" ? withAttributes(file.toString(), attributes()) : file;
  return { headers: { ...pageHeaders, ...policy, "content-type": type }, body };
}

/**
 * Responds with a file, or with the range that the Range header requests. `net.fetch` of a file URL ignores Range, which
 * seeking in a large video needs.
 */
export async function serveFile(path: string, type: string, rangeHeader: string | null): Promise<PageResponse> {
  const stats = await stat(path).catch(() => null);
  if (stats === null || !stats.isFile()) return notFound;
  const headers = { "content-type": type, "accept-ranges": "bytes", "cache-control": "no-store", ...mediaHeaders };
  const range = parseRange(rangeHeader, stats.size);
  if (range === "unsatisfiable") {
    return { status: 416, headers: { "content-range": `bytes */${stats.size}` }, body: null };
  }
  const { start, end } = range ?? { start: 0, end: stats.size - 1 };
  const part = range === null ? {} : { "content-range": `bytes ${start}-${end}/${stats.size}` };
  return {
    status: range === null ? 200 : 206,
    headers: { ...headers, ...part, "content-length": String(end - start + 1) },
    body: createReadStream(path, { start, end }),
  };
}

/** Responds to a path under `/media/`; null when there is no such media. */
export type ServeMedia = (request: PageRequest) => Promise<PageResponse | null>;

/** Responds to any other path of our origin: the page itself. */
export type ServePage = (url: URL) => Promise<PageResponse>;

/** Serves the built page out of its folder; `attributes` are those of its document. */
export async function createBuiltPage(folder: string, attributes: () => DocumentAttributes): Promise<ServePage> {
  const root = await realpath(folder);
  return ({ pathname }) => serveBuiltFile(root, pathname, attributes);
}

const streamOf = (body: PageResponse["body"]): Readable =>
  body instanceof Readable ? body : Readable.from(body === null ? [] : [Buffer.from(body)]);

/** The value of a header, whose names the page's process spells as it likes. */
function headerOf(headers: Readonly<Record<string, string>>, name: string): string | null {
  return Object.entries(headers).find(([each]) => each.toLowerCase() === name)?.[1] ?? null;
}

/**
 * Serves our own origin: the page, and media by id. Any other host or path is 404. Not `protocol.handle`: Electron makes a
 * `Request` for it, for which Node loads its HTTP client, and the document waits for that (decision 66).
 */
export function serveApp(servePage: ServePage, serveMedia: ServeMedia): void {
  const respond = async ({ url: address, method }: ProtocolRequest, request: PageRequest): Promise<PageResponse> => {
    const { url } = request;
    if (!isAppUrl(address) || method !== "GET") return notFound;
    if (url.pathname.startsWith("/media/")) return (await serveMedia(request)) ?? notFound;
    return servePage(url);
  };
  protocol.registerStreamProtocol("app", (request, answer) => {
    const unwanted = new AbortController();
    const { signal } = unwanted;
    respond(request, { url: new URL(request.url), range: headerOf(request.headers, "range"), signal }).then(
      ({ status = 200, headers, body }) => {
        const data = streamOf(body).once("close", () => unwanted.abort());
        // Electron listens only while the page reads: an error after that would be uncaught.
        data.on("error", () => {});
        answer({ statusCode: status, headers: { ...headers }, data });
      },
      () => answer({ error: failed }),
    );
  });
}
