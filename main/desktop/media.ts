import { join } from "node:path";
import { Readable } from "node:stream";
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

/**
 * Serves `/media/`: `upload/{id}`, `cover/{videoId}?v=`, `thumbnail/{videoId}?at=`, `video/{videoId}`, `product/{key}`.
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
    const [, kind, rawId] = /^\/media\/(upload|cover|thumbnail|video|product)\/([^/]+)$/.exec(pathname) ?? [];
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
      const file = kind === "upload" ? uploadFile(id) : null;
      return file === null ? null : await serveFile(file.path, file.mediaType, range);
    } catch {
      return null;
    }
  };
}
