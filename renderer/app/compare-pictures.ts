import type { PictureRequest, PictureVerdict } from "../../shared/model/pictures.ts";
import type { MediaUrls } from "../bridge/media-urls.ts";
import { openFilm } from "../features/editor/film/film-client.ts";
import { type GreyPicture, judgePictures } from "./picture-likeness.ts";

/** Frames along the film; a cover is rarely further from one than a scene is long. */
const frameCount = 32;
/** Pixels per row and column of what is compared. */
const size = 16;
/** How far the shapes of a picture and the film may differ: a cropped picture cannot be compared. */
const shapeTolerance = 0.05;

interface ShapedPicture {
  grey: GreyPicture;
  /** Width / height. */
  aspectRatio: number;
}

async function toGrey(image: Blob): Promise<ShapedPicture> {
  const bitmap = await createImageBitmap(image);
  try {
    const context = new OffscreenCanvas(size, size).getContext("2d", { willReadFrequently: true });
    if (context === null) throw new Error("no canvas");
    context.imageSmoothingQuality = "high";
    context.drawImage(bitmap, 0, 0, size, size);
    const { data } = context.getImageData(0, 0, size, size);
    // Rec. 601 luma.
    const luma = (at: number) => 0.299 * (data[at] ?? 0) + 0.587 * (data[at + 1] ?? 0) + 0.114 * (data[at + 2] ?? 0);
    const grey = Uint8Array.from({ length: size * size }, (_, index) => luma(index * 4));
    return { grey, aspectRatio: bitmap.width / bitmap.height };
  } finally {
    bitmap.close();
  }
}

/** Frames along the film at a URL, as JPEG; those that can be decoded. */
function framesOf(url: string): Promise<Blob[]> {
  return new Promise((resolve) => {
    const frames: Blob[] = [];
    const film = openFilm(url, frameCount, (news) => {
      if (news.kind === "strip") frames.push(news.frame.image);
      if (news.kind !== "covers" && news.kind !== "unreadable") return;
      film.close();
      resolve(frames);
    });
  });
}

async function fetchPicture(url: string): Promise<ShapedPicture | null> {
  const response = await fetch(url);
  return response.ok ? await toGrey(await response.blob()) : null;
}

/** Compares the film of an upload with the cover and thumbnails of a video. Never rejects. */
export async function comparePictures(request: PictureRequest, media: MediaUrls): Promise<PictureVerdict> {
  const { uploadId, videoId, hasCover, thumbnails } = request;
  try {
    const urls = Array.from({ length: thumbnails }, (_, index) => media.thumbnail(videoId, index));
    if (hasCover) urls.push(media.cover(videoId, "compared"));
    const fetched = await Promise.all(urls.map((url) => fetchPicture(url).catch(() => null)));
    const frames = await Promise.all((await framesOf(media.upload(uploadId))).map(toGrey));
    const shape = frames[0]?.aspectRatio ?? 0;
    const isWhole = (picture: ShapedPicture | null): picture is ShapedPicture =>
      picture !== null && Math.abs(picture.aspectRatio / shape - 1) <= shapeTolerance;
    return judgePictures(
      fetched.filter(isWhole).map(({ grey }) => grey),
      frames.map(({ grey }) => grey),
    );
  } catch {
    return "unknown";
  }
}
