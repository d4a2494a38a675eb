import { contextBridge, ipcRenderer, webUtils } from "electron";
import type { PreloadBridge } from "../shared/ipc/bridge.ts";
import { channels } from "../shared/ipc/channels.ts";
import { readOfferedFiles } from "./read-offered-files.ts";

type Listener = (payload: string) => void;

const listenersOf = new Map<string, Set<Listener>>();

// One channel listener serves all subscriptions: Node warns of a leak from the eleventh listener on.
ipcRenderer.on(channels.topic, (_event, topic: string, payload: string) => {
  for (const listener of listenersOf.get(topic) ?? []) listener(payload);
});

/** Asked for before any script of the page runs; main gives it once for each document. */
const proof = ipcRenderer.invoke(channels.proof);

const bridge: PreloadBridge = {
  invoke: (name, input) => ipcRenderer.invoke(channels.call, name, input),
  subscribe(topic, listener) {
    const listeners = listenersOf.get(topic) ?? new Set();
    listenersOf.set(topic, listeners.add(listener));
    return () => void listeners.delete(listener);
  },
  // File objects become paths only here; the paths go to main without passing through the page.
  async addFiles(offered) {
    const files = readOfferedFiles(offered, webUtils.getPathForFile);
    return ipcRenderer.invoke(channels.addPaths, await proof, files);
  },
};

contextBridge.exposeInMainWorld("biggo", bridge);
