import Vips from "wasm-vips";
import { drawPicture } from "../../sandbox/draw-picture.ts";

/** The same small picture in every format that is decoded, by its media type. */
export async function soundPictures(): Promise<Record<string, Buffer>> {
  const vips = await Vips({ dynamicLibraries: ["vips-heif.wasm"] });
  vips.concurrency(1);
  const png = drawPicture({ key: "sound", icon: "cup", width: 108, height: 192, atMs: 0 });
  const image = vips.Image.newFromBuffer(png);
  const encode = (suffix: string, options = {}) => Buffer.from(image.writeToBuffer(suffix, options));
  const pictures = {
    "image/png": png,
    "image/jpeg": encode(".jpg"),
    "image/webp": encode(".webp"),
    "image/gif": encode(".gif"),
    "image/avif": encode(".avif", { effort: 0 }),
  };
  image.delete();
  // Ends its threads, which would keep the process.
  vips.shutdown();
  return pictures;
}
