import { contextBridge, ipcRenderer, webUtils } from "electron";
import { channels } from "../shared/ipc/channels.ts";
import type { Answer, Door } from "../shared/ipc/door.ts";
import type { Review } from "../shared/model/upload.ts";

const door: Door = {
  invoke: (name, input) => ipcRenderer.invoke(channels.call, name, input),
  subscribe(name, listener) {
    const hear = (_event: unknown, topic: string, payload: unknown) => {
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
    ) as Promise<Answer<Review>>,
};

contextBridge.exposeInMainWorld("biggo", door);
