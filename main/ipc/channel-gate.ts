import { type IpcMainInvokeEvent, ipcMain } from "electron";
import { channels } from "../../shared/ipc/channels.ts";

/** What answers the bridge's channels. None of them rejects, and each verifies the sender. */
export interface Channels {
  call(event: IpcMainInvokeEvent, name: unknown, input: unknown): Promise<string>;
  proof(event: IpcMainInvokeEvent): string | null;
  addPaths(event: IpcMainInvokeEvent, proof: unknown, files: unknown): Promise<string>;
}

/** Opened channels that nothing answers yet. */
interface ChannelGate {
  /** Answers what has arrived, and what arrives from now on. */
  answer(channels: Channels): void;
  /** Resolves with the page's first call. */
  called: Promise<void>;
}

/** Opens the bridge's channels before anything can answer: what the page sends waits. */
export function openChannels(): ChannelGate {
  const { promise, resolve } = Promise.withResolvers<Channels>();
  const firstCall = Promise.withResolvers<void>();
  ipcMain.handle(channels.call, async (event, name: unknown, input: unknown) => {
    firstCall.resolve();
    return (await promise).call(event, name, input);
  });
  ipcMain.handle(channels.proof, async (event) => (await promise).proof(event));
  ipcMain.handle(channels.addPaths, async (event, proof: unknown, files: unknown) =>
    (await promise).addPaths(event, proof, files),
  );
  return { answer: resolve, called: firstCall.promise };
}
