import { contextBridge, ipcRenderer, webUtils } from "electron";
import type { PreloadBridge } from "../shared/ipc/bridge.ts";
import { channels } from "../shared/ipc/channels.ts";

const door: PreloadBridge = {
  invoke: (name, input) => ipcRenderer.invoke(channels.call, name, input),
  subscribe(name, listener) {
    const hear = (_event: unknown, topic: string, payload: string) => {
      if (topic === name) listener(payload);
    };
    ipcRenderer.on(channels.topic, hear);
    return () => ipcRenderer.removeListener(channels.topic, hear);
  },
  // The page hands over File objects; only here do they become paths, and the paths go straight to main.
  addFiles: (files) =>
    ipcRenderer.invoke(
      channels.addPaths,
      files.map((file) => webUtils.getPathForFile(file as File)),
    ),
};

contextBridge.exposeInMainWorld("biggo", door);
