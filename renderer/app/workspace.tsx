import { LoaderCircle } from "lucide-react";
import { useTranslation } from "react-i18next";
import { PracticeBanner, ReachBanner } from "../features/account/account-banner.tsx";
import { LibraryScreen } from "../features/library/library-screen.tsx";
import { QueueNotice } from "../features/queue/queue-notice.tsx";
import { CheckingFilesNote } from "../features/review/checking-files.tsx";
import { useView } from "../state/services.tsx";
import { Dialogs, otherDialogs, reviewSheet } from "./dialogs.tsx";
import { DropOverlay } from "./drop-overlay.tsx";
import { LiveRegion } from "./live-region.tsx";
import { onDemand, usePrefetch } from "./on-demand.tsx";
import { Rail } from "./rail.tsx";
import { TransferStrip } from "./transfer-strip.tsx";
import { useMainEvents } from "./use-main-events.ts";
import { useShortcuts } from "./use-shortcuts.ts";

// The window opens with the library: every other screen is loaded when it is shown, or before when nothing else is to do.
const queue = onDemand(async () => (await import("../features/queue/queue-screen.tsx")).QueueScreen);
const editorScreen = onDemand(async () => (await import("../features/editor/editor-screen.tsx")).EditorScreen);
const products = onDemand(async () => (await import("../features/products/products-screen.tsx")).ProductsScreen);
const insight = onDemand(async () => (await import("../features/insight/insight-screen.tsx")).InsightScreen);
const settings = onDemand(async () => (await import("../features/settings/settings-screen.tsx")).SettingsScreen);

/** The likeliest first. */
const parts = [reviewSheet, queue, editorScreen, settings, products, insight, ...otherDialogs];

const screens = {
  library: LibraryScreen,
  queue: queue.Part,
  products: products.Part,
  insight: insight.Part,
  settings: settings.Part,
} as const;

function CurrentScreen() {
  const screen = useView((state) => state.screen);
  const editor = useView((state) => state.editor);
  const Screen = screens[screen];
  // Library and queue report in their own banners that BigGo is unreachable, with what that means for them.
  const hasOwnBanner = editor === null && (screen === "library" || screen === "queue");
  return (
    <>
      <QueueNotice />
      {!hasOwnBanner && <ReachBanner />}
      {editor === null ? <Screen /> : <editorScreen.Part editor={editor} />}
    </>
  );
}

/** Shows that a table is being read, once that takes long enough to notice. */
function ReadingNote() {
  const { t } = useTranslation();
  const reading = useView((state) => state.table === "reading");
  if (!reading) return null;
  return (
    <div
      role="status"
      className="fixed bottom-12 left-1/2 z-60 flex -translate-x-1/2 animate-[appear_160ms_300ms_both] items-center gap-2 rounded-lg bg-float px-3 py-2 shadow-float"
    >
      <LoaderCircle size={16} aria-hidden="true" className="animate-spin" />
      {t("table.reading")}
    </div>
  );
}

/** The window while an account is connected: rail, screen and transfer strip. */
export function Workspace() {
  useShortcuts();
  useMainEvents();
  usePrefetch(parts);
  return (
    <div className="flex h-full flex-col">
      <PracticeBanner />
      <div className="flex min-h-0 flex-1">
        <Rail />
        <div className="flex min-w-0 flex-1 flex-col">
          <CurrentScreen />
          <TransferStrip />
        </div>
      </div>
      <Dialogs />
      <ReadingNote />
      <CheckingFilesNote />
      <LiveRegion />
      <DropOverlay />
    </div>
  );
}
