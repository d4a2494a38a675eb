import type { WebContents } from "electron";
import { AppError } from "../../shared/errors.ts";
import type { Answer } from "../../shared/ipc/bridge.ts";
import type { Review } from "../../shared/model/upload.ts";
import { answer, answerCall, type Handlers, knownCall, type LogError } from "./answer-call.ts";
import { createCallLimits } from "./call-limits.ts";
import type { Channels } from "./channel-gate.ts";
import { type OfferedFiles, parseOfferedFiles } from "./offered-files.ts";
import type { PreloadProof } from "./preload-proof.ts";
import { isTrustedSender } from "./trusted-sender.ts";

interface ServeOptions {
  /** Resolves once it is known which account is open: every call waits for that. */
  started: () => Promise<void>;
  handlers: Handlers;
  /** Inspects the files that were dropped or pasted. */
  offerFiles: (files: OfferedFiles) => Promise<Review>;
  ownWindow: () => WebContents | null;
  /** Sent with paths: they are accepted from the preload only. */
  proof: Pick<PreloadProof, "issue" | "matches">;
  /** Publishes pending changes: before the response to a change, so that the page never shows an older state. */
  publish: () => void;
  log: LogError;
}

/** Calls that change rows or videos. Other calls do not flush, so a large sync stays coalesced. */
const changing = /^(uploads\.|library\.(edit|saveEdit|resolveConflict|delete|undoDelete)$)/;

/** Answers the bridge's channels; the sender of each message is verified before the message is read. Nothing rejects. */
export function serve(options: ServeOptions): Channels {
  const { started, handlers, offerFiles, ownWindow, proof, publish, log } = options;
  const toJson = async (answered: Promise<Answer<unknown>>): Promise<string> => {
    try {
      return JSON.stringify(await answered);
    } catch (cause) {
      const failed = answer("the answer to a call", () => Promise.reject(cause), log);
      return JSON.stringify(await failed);
    }
  };
  const refuse = () => {
    throw new AppError("not-allowed", "This call did not come from the app's own page");
  };
  const limits = createCallLimits(() => performance.now());
  return {
    call(event, name, input) {
      if (!isTrustedSender(event, ownWindow())) return toJson(answer("a call", refuse, log));
      const answered = started().then(() => answerCall({ handlers, limits, log }, name, input));
      return toJson(changing.test(knownCall(name) ?? "") ? answered.finally(publish) : answered);
    },
    proof: (event) => (isTrustedSender(event, ownWindow()) ? proof.issue() : null),
    addPaths(event, given, sent) {
      if (!isTrustedSender(event, ownWindow()) || !proof.matches(given)) return toJson(answer("addFiles", refuse, log));
      const offer = () => {
        const files = parseOfferedFiles(sent);
        if (files === null) throw new AppError("invalid-input", "These are not files of this computer");
        return started().then(() => offerFiles(files));
      };
      return toJson(answer("addFiles", offer, log));
    },
  };
}
