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
import { goesOnByItself } from "../upload/model/upload-row.ts";
import type { Workspace } from "./compose-workspace.ts";

interface FollowUpDeps {
  settings: SettingsStore;
  workspace: () => Workspace | null;
  send: SendTopic;
  /** Opens the window on what a notification was about. */
  open: (target: NoticeTarget) => void;
}

/** What the app does about uploads once they are done. */
export interface FollowUp {
  /** Rows of the queue have changed. */
  onUploads(upserts: readonly Upload[]): void;
  /** A queue was opened. */
  onQueue(uploads: readonly Upload[]): void;
  whenDone: Pick<WhenDoneWatch, "evaluate" | "cancel">;
  stop(): void;
}

/** Builds notifications and "when done" over the queue of whoever is connected. */
export function composeFollowUp({ settings, workspace, send, open }: FollowUpDeps): FollowUp {
  const notices = createCompletionNotices({
    language: () => chooseLanguage(settings.get().language, app.getPreferredSystemLanguages()),
    show: (notice) => showNotice(notice, open),
    ...systemClock,
  });
  const whenDone = createWhenDoneWatch({
    choice: () => settings.get().whenDone,
    forgetChoice: () => send("settings.changed", settings.set({ whenDone: "nothing" })),
    isBusy: () => workspace()?.engine.rows().some(goesOnByItself) ?? false,
    announce: (announced) => send("app.whenDone", announced),
    sleep: () => sleepComputer(),
    quit: () => app.quit(),
    onFailed: (error) => send("app.whenDoneFailed", { error: toErrorValue(error) }),
    ...systemClock,
  });
  // Last week's wish is not this start's.
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
