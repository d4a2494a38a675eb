import { contextBridge, ipcRenderer, webUtils } from "electron";
import type { ErrorCode } from "../shared/errors.ts";
import type { Answer, PreloadBridge } from "../shared/ipc/bridge.ts";
import { channels } from "../shared/ipc/channels.ts";
import { createCallCheck } from "./limit-calls.ts";
import { limitDrags } from "./limit-drags.ts";
import { readOfferedFiles } from "./read-offered-files.ts";
import { createSendInTurn } from "./send-in-turn.ts";

type Listener = (payload: string) => void;

const listenersOf = new Map<string, Set<Listener>>();

// One channel listener serves all subscriptions: Node warns of a leak from the eleventh listener on.
ipcRenderer.on(channels.topic, (_event, topic: string, payload: string) => {
  for (const listener of listenersOf.get(topic) ?? []) listener(payload);
});

/** Asked for before any script of the page runs; main gives it once for each document. */
const proof = ipcRenderer.invoke(channels.proof);

const check = createCallCheck(() => performance.now());

const sendInTurn = createSendInTurn();

function refusal(code: ErrorCode, message: string): string {
  const answer: Answer<never> = {
    ok: false,
    error: { code, message, retryable: code === "too-many-calls", details: {} },
  };
  return JSON.stringify(answer);
}

const bridge: PreloadBridge = {
  async invoke(name, input) {
    const size = check(name, input);
    if (typeof size !== "number") return refusal(size, "The call was not sent");
    const sent = sendInTurn(size, () => ipcRenderer.invoke(channels.call, name, input));
    return sent.catch(() => refusal("internal", "Main gave no answer"));
  },
  subscribe(topic, listener) {
    if (typeof topic !== "string" || typeof listener !== "function") return () => {};
    const listeners = listenersOf.get(topic) ?? new Set();
    listenersOf.set(topic, listeners.add(listener));
    return () => void listeners.delete(listener);
  },
  // File objects become paths only here; the paths go to main without passing through the page.
  async addFiles(offered) {
    const files = readOfferedFiles(offered, webUtils.getPathForFile);
    if (files === null) return refusal("invalid-input", "These are not files of this computer");
    const size = check("addFiles", undefined);
    if (typeof size !== "number") return refusal(size, "The files were not offered");
    const sent = proof.then((given) => ipcRenderer.invoke(channels.addPaths, given, files));
    return sent.catch(() => refusal("internal", "Main gave no answer"));
  },
};

limitDrags(window);

contextBridge.exposeInMainWorld("biggo", bridge);
