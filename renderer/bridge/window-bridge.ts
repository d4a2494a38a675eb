import type { Bridge, PreloadBridge } from "../../shared/ipc/bridge.ts";

declare global {
  interface Window {
    /** Exposed by the preload; undefined in a plain browser. */
    readonly biggo?: PreloadBridge;
  }
}

/** The bridge that the preload exposes, with its JSON parsed. Throws outside the app. */
export function windowBridge(): Bridge {
  const { biggo } = window;
  if (biggo === undefined) throw new Error("This page runs inside BigGo Uploader only.");
  return {
    invoke: async (name, input) => JSON.parse(await biggo.invoke(name, input)),
    subscribe: (name, listener) => biggo.subscribe(name, (payload) => listener(JSON.parse(payload))),
    addFiles: async (files) => JSON.parse(await biggo.addFiles(files)),
  };
}
