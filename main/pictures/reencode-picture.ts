import Vips from "wasm-vips";
import { maxPictureBytes, maxPixels, maxShownSide } from "./picture-bounds.ts";
import { type PictureType, pictureTypeOf } from "./picture-type.ts";

type Library = Awaited<ReturnType<typeof Vips>>;
type Picture = InstanceType<Library["Image"]>;

/** Compiled once per process. */
let library: Promise<Library> | null = null;

/** libvips in WebAssembly: a fault in a decoder stays within its memory. Its loader of SVG is not loaded at all. */
async function loadVips(): Promise<Library> {
  const ignore = () => {};
  const vips = await Vips({ dynamicLibraries: ["vips-heif.wasm"], print: ignore, printErr: ignore });
  vips.concurrency(1);
  vips.Cache.max(0);
  return vips;
}

/** Loads the library, which takes some hundred ms. */
export async function prepareDecoder(): Promise<void> {
  library ??= loadVips();
  await library;
}

/** Reads the header only: pixels are decoded when they are needed. */
function openHeader({ Image }: Library, type: PictureType, bytes: Uint8Array): Picture {
  const loaders = {
    "image/jpeg": Image.jpegloadBuffer,
    "image/png": Image.pngloadBuffer,
    "image/webp": Image.webploadBuffer,
    "image/gif": Image.gifloadBuffer,
    "image/avif": Image.heifloadBuffer,
  };
  return loaders[type](bytes);
}

/** Whether a picture may be decoded, by its header. */
function isWithinBounds(vips: Library, type: PictureType, bytes: Uint8Array): boolean {
  const header = openHeader(vips, type, bytes);
  try {
    return header.width * header.height <= maxPixels;
  } finally {
    header.delete();
  }
}

/**
 * Decodes a picture and encodes its first frame anew, upright and at most {@link maxShownSide} long: as JPEG, or WebP
 * where it is transparent. Null when it is no picture that is decoded, is too large by its header, or cannot be decoded.
 * It can take any time and memory: call it only where that can be ended. Rejects when the library cannot be loaded.
 */
export async function reencodePicture(bytes: Uint8Array): Promise<Uint8Array | null> {
  library ??= loadVips();
  const vips = await library;
  const type = bytes.length > maxPictureBytes ? null : pictureTypeOf(bytes);
  if (type === null) return null;
  try {
    if (!isWithinBounds(vips, type, bytes)) return null;
    const shown = vips.Image.thumbnailBuffer(bytes, maxShownSide, {
      height: maxShownSide,
      size: "down",
      output_profile: "srgb",
    });
    try {
      return shown.hasAlpha()
        ? shown.webpsaveBuffer({ Q: 85, effort: 2, keep: "none" })
        : shown.jpegsaveBuffer({ Q: 85, keep: "none" });
    } finally {
      shown.delete();
    }
  } catch {
    return null;
  }
}
