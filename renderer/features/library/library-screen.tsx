import type { Settings } from "../../../shared/model/settings.ts";
import { useSettings } from "../../state/server-cache.ts";
import { useLibrary, useView } from "../../state/services.tsx";
import { BulkDialog } from "../bulk/bulk-dialog.tsx";
import { JobStrip } from "../bulk/job-strip.tsx";
import { OthersScreen } from "../others/others-screen.tsx";
import { LibrarySkeleton, LibraryUnreadable, NoResults, NoVideos } from "./library-empty.tsx";
import { LibraryHeader } from "./library-header.tsx";
import { LibraryTabs } from "./library-tabs.tsx";
import { LibraryToolbar } from "./library-toolbar.tsx";
import { SelectionBar } from "./selection-bar.tsx";
import { StaleBanner } from "./stale-banner.tsx";
import { useLibraryItems } from "./use-library-items.ts";
import { VideoGrid } from "./video-grid.tsx";

/** The account's videos and pending uploads, or read-only videos of others. */
export function LibraryScreen() {
  const libraryTab = useView((state) => state.libraryTab);
  return libraryTab === "own" ? <OwnLibrary /> : <OthersScreen libraryTab={libraryTab} tabs={<LibraryTabs />} />;
}

function OwnLibrary() {
  const { all, shown, counts } = useLibraryItems();
  const settings = useSettings();
  const loaded = useLibrary((state) => state.loaded);
  const failed = useLibrary((state) => state.error !== null && !state.loaded);
  const unread = useLibrary((state) => state.unread);
  const firstSync = useLibrary((state) => state.sync.lastSyncedAtMs === null && state.sync.state === "syncing");
  const videosOf = ({ libraryLayout, cellWidth }: Settings) => {
    if (shown.length > 0) return <VideoGrid items={shown} layout={libraryLayout} cellWidth={cellWidth} />;
    return unread > 0 ? <LibrarySkeleton cellWidth={cellWidth} /> : <NoResults />;
  };
  const body = () => {
    if (failed) return <LibraryUnreadable />;
    if (settings === undefined || !loaded || (all.length === 0 && firstSync)) {
      return <LibrarySkeleton cellWidth={settings?.cellWidth ?? 160} />;
    }
    if (all.length === 0) return <NoVideos />;
    return (
      <>
        <LibraryToolbar counts={counts} settings={settings} />
        {videosOf(settings)}
        <SelectionBar items={shown} />
        <BulkDialog />
      </>
    );
  };
  return (
    <main className="relative flex min-h-0 flex-1 flex-col">
      <LibraryHeader count={all.length + unread} />
      {loaded && <StaleBanner />}
      <JobStrip />
      {body()}
    </main>
  );
}
