import type { Door, PreloadBridge } from "../../shared/ipc/bridge.ts";

declare global {
  interface Window {
    /** Put there by the preload; absent in a plain browser. */
    readonly biggo?: PreloadBridge;
  }
}

/** The door of this window, with the texts that come through it read. */
export function windowBridge(): Door {
  const { biggo } = window;
  if (biggo === undefined) throw new Error("This page runs inside BigGo Uploader only.");
  return {
    invoke: async (name, input) => JSON.parse(await biggo.invoke(name, input)),
    subscribe: (name, listener) => biggo.subscribe(name, (payload) => listener(JSON.parse(payload))),
    addFiles: async (files) => JSON.parse(await biggo.addFiles(files)),
  };
}
