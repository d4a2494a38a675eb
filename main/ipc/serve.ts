import { ipcMain, type WebContents } from "electron";
import { z } from "zod";
import { AppError } from "../../shared/errors.ts";
import type { Answer } from "../../shared/ipc/bridge.ts";
import { channels } from "../../shared/ipc/channels.ts";
import type { Review } from "../../shared/model/upload.ts";
import { answer, answerCall, type Handlers, type LogError } from "./answer-call.ts";
import { isTrustedSender } from "./trusted-sender.ts";

interface ServeOptions {
  handlers: Handlers;
  /** Looks at paths that the preload read off dropped files. */
  offerPaths: (paths: string[]) => Promise<Review>;
  ownWindow: () => WebContents | null;
  /** Sends what has changed: before the answer to a change, so that the page never shows an older state after it. */
  publish: () => void;
  log: LogError;
}

const pathsSchema = z.array(z.string().min(1).max(8192)).min(1).max(10_000);

/** Calls that change rows or videos; what others answer is not to hurry what a sync of ten thousand gathers. */
const changing = /^(uploads\.|library\.(edit|saveEdit|resolveConflict|delete|undoDelete)$)/;

async function textOf(answered: Promise<Answer<unknown>>): Promise<string> {
  return JSON.stringify(await answered);
}

/** Opens the door: two channels, and each message on them is judged by who sent it before it is read. */
export function serve({ handlers, offerPaths, ownWindow, publish, log }: ServeOptions): void {
  const stranger = () => {
    throw new AppError("not-allowed", "This call did not come from the app's own page");
  };
  ipcMain.handle(channels.call, (event, name: unknown, input: unknown) => {
    if (!isTrustedSender(event, ownWindow())) return textOf(answer(String(name), stranger, log));
    const answered = answerCall(handlers, name, input, log);
    return textOf(changing.test(String(name)) ? answered.finally(publish) : answered);
  });
  ipcMain.handle(channels.addPaths, (event, paths: unknown) => {
    if (!isTrustedSender(event, ownWindow())) return textOf(answer("addFiles", stranger, log));
    const offer = () => {
      const parsed = pathsSchema.safeParse(paths);
      if (!parsed.success) throw new AppError("invalid-input", "These are not files of this computer");
      return offerPaths(parsed.data);
    };
    return textOf(answer("addFiles", offer, log));
  });
}
