import { RefreshCw, Search, X } from "lucide-react";
import { memo, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { formatAgo } from "../../messages/format.ts";
import { shortcutText, usePlatform } from "../../state/platform.ts";
import { useLibrary, useServices, useView } from "../../state/services.tsx";
import { useAdding } from "../../state/use-adding.ts";
import { Button, IconButton } from "../../ui/button.tsx";
import { ScreenHeader } from "../../ui/screen-header.tsx";
import { fieldStyle } from "../../ui/text-field.tsx";
import { useNow } from "../../ui/use-now.ts";
import { LibraryMenu } from "./library-menu.tsx";
import { LibraryTabs } from "./library-tabs.tsx";

/** The element id of the search box, used by its shortcut. */
export const searchBoxId = "library-search";

function SyncNote({ count }: { count: number }) {
  const { t, i18n } = useTranslation();
  const sync = useLibrary((state) => state.sync);
  const loaded = useLibrary((state) => state.loaded);
  const now = useNow(1000);
  if (!loaded) return null;
  const ago =
    sync.lastSyncedAtMs === null
      ? t("library.neverSynced")
      : t("library.synced", { ago: formatAgo(sync.lastSyncedAtMs, now, i18n.language, t("library.justNow")) });
  const { progress } = sync;
  const [read, total] = [progress?.read ?? 0, progress?.total ?? 0].map((figure) =>
    figure.toLocaleString(i18n.language),
  );
  const syncing = progress === null ? t("library.syncing") : t("library.syncingPages", { read, total });
  return (
    <>
      {t("library.count", { count, formatted: count.toLocaleString(i18n.language) })}
      {" · "}
      {sync.state === "syncing" ? syncing : ago}
    </>
  );
}

/** Scrolls the videos to their top, which takes a frame, and focuses the first. */
function focusFirstVideo(): void {
  document.querySelector("[role=grid]")?.parentElement?.scrollTo({ top: 0 });
  requestAnimationFrame(() => document.querySelector<HTMLElement>("[role=grid] [data-key]")?.focus());
}

function SearchBox() {
  const { t } = useTranslation();
  const { view } = useServices();
  const search = useView((state) => state.search);
  const [text, setText] = useState(search);
  const composing = useRef(false);
  useEffect(() => setText(search), [search]);
  const platform = usePlatform();
  return (
    <div className="relative w-60 min-w-32 shrink">
      <Search size={16} aria-hidden="true" className="absolute top-1.5 left-2.5 text-quiet" />
      <input
        id={searchBoxId}
        type="search"
        aria-label={t("library.search")}
        placeholder={t("library.searchHint")}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          if (!composing.current) view.search(event.target.value);
        }}
        onCompositionStart={() => {
          composing.current = true;
        }}
        onCompositionEnd={(event) => {
          composing.current = false;
          view.search(event.currentTarget.value);
        }}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return;
          if (event.key === "ArrowDown") focusFirstVideo();
          else if (event.key === "Escape" && text !== "") view.search("");
          else return;
          event.preventDefault();
        }}
        className={`${fieldStyle} h-7 pr-9 pl-8`}
      />
      {text === "" ? (
        <span aria-hidden="true" className="pointer-events-none absolute top-1.5 right-2.5 text-xs text-quiet">
          {shortcutText(platform, "F")}
        </span>
      ) : (
        <IconButton label={t("library.clearSearch")} className="absolute top-0 right-0" onClick={() => view.search("")}>
          <X size={16} aria-hidden="true" />
        </IconButton>
      )}
    </div>
  );
}

function SyncButton() {
  const { t } = useTranslation();
  const { client, toasts } = useServices();
  const syncing = useLibrary((state) => state.sync.state === "syncing");
  return (
    <IconButton
      label={t("library.syncNow")}
      disabled={syncing}
      onClick={() => void client.call("library.sync").catch(toasts.addThrown)}
    >
      <RefreshCw size={16} aria-hidden="true" className={syncing ? "animate-spin" : ""} />
    </IconButton>
  );
}

/** The library's header: heading, age of the data, search and the add button. */
export const LibraryHeader = memo(function LibraryHeader({ count }: { count: number }) {
  const { t } = useTranslation();
  const adding = useAdding();
  return (
    <ScreenHeader heading={t("library.heading")} note={<SyncNote count={count} />}>
      <LibraryTabs />
      <SyncButton />
      <LibraryMenu />
      <SearchBox />
      <Button tone="accent" onClick={adding.pick}>
        {t("common.add")}
      </Button>
    </ScreenHeader>
  );
});
