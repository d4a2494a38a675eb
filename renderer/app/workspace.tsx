import { LoaderCircle } from "lucide-react";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { PracticeBanner, ReachBanner } from "../features/account/account-banner.tsx";
import { ConnectDialog } from "../features/account/connect-dialog.tsx";
import { EditorScreen } from "../features/editor/editor-screen.tsx";
import { LibraryScreen } from "../features/library/library-screen.tsx";
import { ProductsScreen } from "../features/products/products-screen.tsx";
import { QueueNotice } from "../features/queue/queue-notice.tsx";
import { QueueScreen } from "../features/queue/queue-screen.tsx";
import { CheckingFilesNote } from "../features/review/checking-files.tsx";
import { ReviewSheet } from "../features/review/review-sheet.tsx";
import { SettingsScreen } from "../features/settings/settings-screen.tsx";
import { ImportDialog } from "../features/table/import-dialog.tsx";
import { useView } from "../state/services.tsx";
import { DropOverlay } from "./drop-overlay.tsx";
import { LiveRegion } from "./live-region.tsx";
import { Rail } from "./rail.tsx";
import { ShortcutsDialog } from "./shortcuts-dialog.tsx";
import { TransferStrip } from "./transfer-strip.tsx";
import { useMainEvents } from "./use-main-events.ts";
import { useShortcuts } from "./use-shortcuts.ts";
import { WhenDoneDialog } from "./when-done-dialog.tsx";

// Loaded on demand: its charts are never needed for the first paint.
const InsightScreen = lazy(async () => ({
  default: (await import("../features/insight/insight-screen.tsx")).InsightScreen,
}));

const screens = {
  library: LibraryScreen,
  queue: QueueScreen,
  products: ProductsScreen,
  insight: InsightScreen,
  settings: SettingsScreen,
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
      {editor === null ? (
        <Suspense fallback={null}>
          <Screen />
        </Suspense>
      ) : (
        <EditorScreen editor={editor} />
      )}
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
      <ReviewSheet />
      <ImportDialog />
      <ConnectDialog />
      <ShortcutsDialog />
      <WhenDoneDialog />
      <ReadingNote />
      <CheckingFilesNote />
      <LiveRegion />
      <DropOverlay />
    </div>
  );
}
