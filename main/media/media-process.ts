import { unreadableMedia } from "../../shared/model/media.ts";
import { connectToParent, endWhenLarger } from "../foundation/child-side.ts";
import { readMedia } from "./read-media.ts";

/**
 * The process that parses containers. It reads one file at a time and is ended by its parent when that takes too long,
 * or by its own watchdog when it grows too large; only the facts of that file are lost.
 */

/** Far above what any readable file needs, MB. */
const maxMegabytes = 512;

endWhenLarger(maxMegabytes);

const post = connectToParent((path) => {
  if (typeof path !== "string") return;
  readMedia(path, (reading) => post({ kind: "header", reading }))
    .catch(() => unreadableMedia)
    .then((reading) => post({ kind: "done", reading }));
});
