import { rm } from "node:fs/promises";
import { join } from "node:path";
import { nativeImage } from "electron";
import type { Transport } from "../biggo/transport.ts";
import type { PictureDecoder } from "../pictures/picture-decoder.ts";
import { type PageResponse, type ServeMedia, serveFile } from "./app-protocol.ts";
import { createKeptPictures } from "./kept-pictures.ts";
import { mediaHeaders } from "./media-headers.ts";
import { createRemoteFilms } from "./remote-films.ts";
import { createRemoteMedia } from "./remote-media.ts";

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
  decodePicture: PictureDecoder["decode"];
  /** The origin of the API: the only one that may be fetched without https. */
  apiOrigin: () => string | null;
}

/** The folder of pictures in an account's own: what is in it was decoded and encoded anew by this app. */
const picturesFolder = "pictures";
/** Where earlier versions cached pictures as they had been sent. */
const undecodedFolders = ["covers", "thumbnails", "product-pictures"];

/** Enough for a card on a high-density display, px. */
const previewSize = { width: 512, height: 512 };

/** The system's own picture of a file; null where the system has none. Linux has no such service. */
async function servePreview(path: string): Promise<PageResponse | null> {
  if (process.platform === "linux") return null;
  const image = await nativeImage.createThumbnailFromPath(path, previewSize);
  if (image.isEmpty()) return null;
  const headers = { "content-type": "image/jpeg", "cache-control": "no-store", ...mediaHeaders };
  return { headers, body: image.toJPEG(85) };
}

/**
 * Serves `/media/`: `upload/{id}`, `preview/{id}`, `cover/{videoId}?v=`, `thumbnail/{videoId}?at=`, `video/{videoId}`, `product/{key}`.
 */
export function createMedia(deps: MediaDeps): ServeMedia {
  const { uploadFile, videoUrls } = deps;
  const open = createRemoteMedia(deps);

  const cleaned = new Set<string>();

  const forgetUndecoded = (account: string) => {
    if (cleaned.has(account)) return;
    cleaned.add(account);
    for (const name of undecodedFolders) void rm(join(account, name), { recursive: true, force: true }).catch(() => {});
  };
  const picturesIn = (name: string) =>
    createKeptPictures({
      folder: () => {
        const account = deps.accountFolder();
        if (account === null) return null;
        forgetUndecoded(account);
        return join(account, picturesFolder, name);
      },
      open,
      decode: deps.decodePicture,
    });
  const covers = picturesIn("covers");
  const thumbnails = picturesIn("thumbnails");
  const products = picturesIn("products");
  const films = createRemoteFilms(open);

  return async ({ url, range, signal }) => {
    const [, kind, rawId] =
      /^\/media\/(upload|preview|cover|thumbnail|video|product)\/([^/]+)$/.exec(url.pathname) ?? [];
    if (kind === undefined || rawId === undefined) return null;
    const id = decodeURIComponent(rawId);
    try {
      const cover = kind === "cover" ? videoUrls(id)?.cover : null;
      const query = url.searchParams;
      if (cover != null) {
        return await covers.serve({ ownerId: id, url: cover, version: query.get("v") ?? "" }, signal);
      }
      if (kind === "thumbnail") {
        const at = Number(query.get("at"));
        const thumbnail = videoUrls(id)?.thumbnails[at];
        if (thumbnail === undefined) return null;
        return await thumbnails.serve({ ownerId: id, url: thumbnail, version: String(at) }, signal);
      }
      const picture = kind === "product" ? deps.productImage(id) : null;
      if (picture !== null) return await products.serve({ ownerId: id, url: picture, version: "" }, signal);
      if (kind === "video") {
        const film = videoUrls(id)?.mp4 ?? null;
        return film === null ? null : await films.serve(id, film, range, signal);
      }
      const file = uploadFile(id);
      if (file === null || (kind !== "upload" && kind !== "preview")) return null;
      if (kind === "preview") return await servePreview(file.path);
      return await serveFile(file.path, file.mediaType, range);
    } catch {
      return null;
    }
  };
}
