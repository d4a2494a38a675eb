import { connectToParent, endWhenLarger } from "../foundation/child-side.ts";
import { prepareDecoder, reencodePicture } from "./reencode-picture.ts";

/**
 * The process that decodes pictures. It decodes one at a time and is ended by its parent when that takes too long, or by
 * its own watchdog when it grows too large; only that picture is lost.
 */

/** The library, and a picture of the largest size that has to be decoded at once, MB. */
const maxMegabytes = 900;

endWhenLarger(maxMegabytes);

const post = connectToParent((message) => {
  if (!(message instanceof Uint8Array)) return;
  prepareDecoder()
    .then(() => post({ kind: "started" }))
    .then(() => reencodePicture(message))
    .then((picture) => post(picture === null ? { kind: "refused" } : { kind: "picture", bytes: picture }))
    // The library cannot be loaded, which says nothing about the picture.
    .catch(() => process.exit(1));
});
