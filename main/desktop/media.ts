import { join } from "node:path";
import { Readable } from "node:stream";
import { nativeImage } from "electron";
import type { Transport } from "../biggo/transport.ts";
import { mediaHeaders, type ServeMedia, serveFile } from "./app-protocol.ts";
import { createKeptPictures } from "./kept-pictures.ts";

interface MediaDeps {
  /** A queued file by its upload's id. */
  uploadFile: (id: string) => { path: string; mediaType: string } | null;
  /** The URLs of a video's cover, file and thumbnails. */
  videoUrls: (videoId: string) => { cover: string | null; mp4: string | null; thumbnails: readonly string[] } | null;
  /** The URL of a product's picture, by the product's key. */
  productImage: (key: string) => string | null;
  /** The open account's own folder; null when no account is open. */
  accountFolder: () => string | null;
  /** Null when no account is open. */
  openMedia: () => Transport["openMedia"] | null;
  /** The origin of the API: the only one that may be fetched without https. */
  apiOrigin: () => string | null;
}

/** Enough for a card on a high-density display, px. */
const previewSize = { width: 512, height: 512 };

/** The system's own picture of a file; null where the system has none. Linux has no such service. */
async function servePreview(path: string): Promise<Response | null> {
  if (process.platform === "linux") return null;
  const image = await nativeImage.createThumbnailFromPath(path, previewSize);
  if (image.isEmpty()) return null;
  const body = new Uint8Array(image.toJPEG(85));
  return new Response(body, {
    headers: { "content-type": "image/jpeg", "cache-control": "no-store", ...mediaHeaders },
  });
}

/**
 * Serves `/media/`: `upload/{id}`, `preview/{id}`, `cover/{videoId}?v=`, `thumbnail/{videoId}?at=`, `video/{videoId}`, `product/{key}`.
 */
export function createMedia(deps: MediaDeps): ServeMedia {
  const { uploadFile, videoUrls, openMedia, apiOrigin } = deps;
  const isAllowed = (url: string) =>
    URL.canParse(url) && (new URL(url).protocol === "https:" || new URL(url).origin === apiOrigin());

  const picturesIn = (name: string) =>
    createKeptPictures({
      folder: () => {
        const folder = deps.accountFolder();
        return folder === null ? null : join(folder, name);
      },
      openMedia,
      isAllowed,
    });
  const covers = picturesIn("covers");
  const thumbnails = picturesIn("thumbnails");
  const products = picturesIn("product-pictures");

  const serveVideo = async (videoId: string, range: string | null, signal: AbortSignal) => {
    const url = videoUrls(videoId)?.mp4;
    if (url === null || url === undefined || !isAllowed(url)) return null;
    const answer = await openMedia()?.(url, { range, signal });
    if (answer === undefined) return null;
    const type = answer.headers["content-type"];
    if (typeof type !== "string" || !type.startsWith("video/")) {
      await answer.body.dump();
      return null;
    }
    const forwarded = ["content-type", "content-length", "content-range", "accept-ranges"].flatMap((name) => {
      const value = answer.headers[name];
      return typeof value === "string" ? [[name, value] as const] : [];
    });
    const body = Readable.toWeb(answer.body) as ReadableStream<Uint8Array>;
    return new Response(body, {
      status: answer.statusCode,
      headers: { ...Object.fromEntries(forwarded), ...mediaHeaders },
    });
  };

  return async (pathname, { url, headers, signal }) => {
    const [, kind, rawId] = /^\/media\/(upload|preview|cover|thumbnail|video|product)\/([^/]+)$/.exec(pathname) ?? [];
    if (kind === undefined || rawId === undefined) return null;
    const id = decodeURIComponent(rawId);
    const range = headers.get("range");
    try {
      const cover = kind === "cover" ? videoUrls(id)?.cover : null;
      if (cover != null) return await covers.serve(cover, new URL(url).searchParams.get("v") ?? "", signal);
      if (kind === "thumbnail") {
        const thumbnail = videoUrls(id)?.thumbnails[Number(new URL(url).searchParams.get("at"))];
        return thumbnail === undefined ? null : await thumbnails.serve(thumbnail, "", signal);
      }
      const picture = kind === "product" ? deps.productImage(id) : null;
      if (picture !== null) return await products.serve(picture, "", signal);
      if (kind === "video") return await serveVideo(id, range, signal);
      const file = uploadFile(id);
      if (file === null || (kind !== "upload" && kind !== "preview")) return null;
      if (kind === "preview") return await servePreview(file.path);
      return await serveFile(file.path, file.mediaType, range);
    } catch {
      return null;
    }
  };
}
