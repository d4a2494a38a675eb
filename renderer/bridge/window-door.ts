import type { Door } from "../../shared/ipc/door.ts";

declare global {
  interface Window {
    /** Put there by the preload; absent in a plain browser. */
    readonly biggo?: Door;
  }
}

/** The door of this window. */
export function windowDoor(): Door {
  if (window.biggo === undefined) throw new Error("This page runs inside BigGo Uploader only.");
  return window.biggo;
}
