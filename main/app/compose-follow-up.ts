import { app } from "electron";
import { chooseLanguage } from "../../shared/model/settings.ts";
import type { Upload } from "../../shared/model/upload.ts";
import { toErrorValue } from "../biggo/app-error.ts";
import { createCompletionNotices, type NoticeTarget } from "../desktop/completion-notices.ts";
import { showNotice } from "../desktop/show-notice.ts";
import { sleepComputer } from "../desktop/sleep-computer.ts";
import { createWhenDoneWatch, type WhenDoneWatch } from "../desktop/when-done.ts";
import { systemClock } from "../foundation/clock.ts";
import type { SendTopic } from "../ipc/publisher.ts";
import type { SettingsStore } from "../settings/settings-store.ts";
import { isInProgress } from "../upload/model/upload-row.ts";
import type { Workspace } from "./compose-workspace.ts";

interface FollowUpDeps {
  settings: SettingsStore;
  workspace: () => Workspace | null;
  send: SendTopic;
  /** Shows the window with the subject of a notification. */
  open: (target: NoticeTarget) => void;
}

/** What the app does when uploads are done: notifications, and sleep or quit. */
export interface FollowUp {
  /** Rows of the queue have changed. */
  onUploads(upserts: readonly Upload[]): void;
  /** A queue was opened. */
  onQueue(uploads: readonly Upload[]): void;
  whenDone: Pick<WhenDoneWatch, "evaluate" | "cancel">;
  stop(): void;
}

/** Creates notifications and "when done" for the queue of the connected account. */
export function composeFollowUp({ settings, workspace, send, open }: FollowUpDeps): FollowUp {
  const notices = createCompletionNotices({
    language: () => chooseLanguage(settings.get().language, app.getPreferredSystemLanguages()),
    show: (notice) => showNotice(notice, open),
    ...systemClock,
  });
  const whenDone = createWhenDoneWatch({
    choice: () => settings.get().whenDone,
    forgetChoice: () => send("settings.changed", settings.set({ whenDone: "nothing" })),
    isBusy: () => workspace()?.engine.rows().some(isInProgress) ?? false,
    announce: (announced) => send("app.whenDone", announced),
    sleep: () => sleepComputer(),
    quit: () => app.quit(),
    onFailed: (error) => send("app.whenDoneFailed", { error: toErrorValue(error) }),
    ...systemClock,
  });
  // The choice is for one run of the queue, not for the next start.
  settings.set({ whenDone: "nothing" });
  return {
    onUploads(upserts) {
      notices.observe(upserts);
      whenDone.evaluate();
    },
    onQueue: notices.begin,
    whenDone,
    stop() {
      notices.stop();
      whenDone.stop();
    },
  };
}
