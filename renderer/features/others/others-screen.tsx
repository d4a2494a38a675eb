import { useInfiniteQuery } from "@tanstack/react-query";
import { CircleAlert, Heart, UserSearch } from "lucide-react";
import { type FormEvent, type ReactNode, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { OtherVideo, VideoSource } from "../../../shared/model/other-video.ts";
import { errorValueOf } from "../../bridge/client.ts";
import { Cover } from "../../items/cover.tsx";
import { KeptScroller } from "../../items/kept-scroller.tsx";
import { formatCount, formatDate, formatLength } from "../../messages/format.ts";
import { callPages } from "../../state/call-query.ts";
import { useServices, useView } from "../../state/services.tsx";
import { useRun } from "../../state/use-run.ts";
import { Button } from "../../ui/button.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { ScreenHeader } from "../../ui/screen-header.tsx";
import { Spinner } from "../../ui/spinner.tsx";
import { fieldStyle } from "../../ui/text-field.tsx";

/** A read-only video of another user, which opens on BigGo. */
function OtherCard({ video }: { video: OtherVideo }) {
  const { t, i18n } = useTranslation();
  const { client } = useServices();
  const run = useRun();
  const { videoId, description, createdAtMs, lengthSeconds, aspectRatio, hasCover, viewCount, productCount } = video;
  const title =
    description.split("\n", 1)[0]?.trim() || t("common.untitled", { date: formatDate(createdAtMs, i18n.language) });
  const views = t("common.views", { count: viewCount, formatted: formatCount(viewCount, i18n.language) });
  return (
    <li>
      <button
        type="button"
        aria-label={t("others.open", { title })}
        onClick={() => run(client.call("app.openExternal", { page: "video", videoId }))}
        className="block w-full rounded-lg text-left outline-offset-3"
      >
        <span className="relative block aspect-[9/16] overflow-hidden rounded-lg bg-press">
          <Cover videoId={videoId} uploadId={null} coverKey={hasCover ? "other" : null} aspectRatio={aspectRatio} />
          {lengthSeconds !== null && (
            <span className="absolute right-1.5 bottom-2 rounded-sm bg-black/65 px-1.5 text-xs text-white tabular-nums">
              {formatLength(lengthSeconds)}
            </span>
          )}
        </span>
        <span className="mt-1.5 block truncate font-medium" title={title}>
          {title}
        </span>
        <span className="flex gap-2 text-xs text-quiet tabular-nums">
          <span className="min-w-0 flex-1 truncate">{views}</span>
          <span>{t("common.products", { count: productCount })}</span>
        </span>
      </button>
    </li>
  );
}

function Videos({ whose, none }: { whose: VideoSource; none: ReactNode }) {
  const { t, i18n } = useTranslation();
  const { client } = useServices();
  const end = useRef<HTMLDivElement>(null);
  const query = useInfiniteQuery({
    ...callPages(
      client,
      "others.list",
      (page) => ({ whose, page }),
      (last) => (last.page < last.pages ? last.page + 1 : undefined),
    ),
    retry: false,
    staleTime: 60_000,
  });
  const { hasNextPage, isFetching, fetchNextPage } = query;
  useEffect(() => {
    const target = end.current;
    if (target === null || !hasNextPage || isFetching) return;
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting && void fetchNextPage(), {
      rootMargin: "400px",
    });
    observer.observe(target);
    return () => observer.disconnect();
  }, [hasNextPage, isFetching, fetchNextPage]);
  const error = query.error === null ? null : errorValueOf(query.error);
  const pages = query.data?.pages ?? [];
  // A new video shifts the pages, so the same video may be on two of them.
  const videos = [...new Map(pages.flatMap((page) => page.videos).map((video) => [video.videoId, video])).values()];
  const first = pages[0];
  if (error !== null && videos.length === 0) {
    return (
      <EmptyState
        icon={<CircleAlert size={28} strokeWidth={1.5} />}
        heading={t(error.code === "invalid-input" ? "others.notFound" : `errors.${error.code}.what`)}
        actions={<Button onClick={() => void query.refetch()}>{t("common.retry")}</Button>}
      >
        {t(error.code === "invalid-input" ? "others.notFoundHint" : `errors.${error.code}.next`)}
      </EmptyState>
    );
  }
  if (first !== undefined && videos.length === 0) return none;
  return (
    <KeptScroller place="others" isReady={first !== undefined} className="px-4 pb-4">
      <p role="status" className="py-2 text-xs text-quiet tabular-nums">
        {first === undefined
          ? t("library.loading")
          : [
              first.owner === null || whose.kind === "liked" ? "" : `${first.owner.name} @${first.owner.atUserid}`,
              t("library.count", { count: first.total, formatted: first.total.toLocaleString(i18n.language) }),
            ]
              .filter(Boolean)
              .join(" · ")}
      </p>
      <ul
        aria-label={t("library.videos")}
        className="grid grid-cols-[repeat(auto-fill,minmax(150px,1fr))] gap-x-3 gap-y-4"
      >
        {videos.map((video) => (
          <OtherCard key={video.videoId} video={video} />
        ))}
      </ul>
      <div ref={end} className="flex h-10 items-center justify-center text-quiet">
        {isFetching && <Spinner />}
      </div>
    </KeptScroller>
  );
}

/** Read-only videos: those the account likes, or another user's. */
export function OthersScreen({ libraryTab, tabs }: { libraryTab: "liked" | "user"; tabs: ReactNode }) {
  const { t } = useTranslation();
  const { view } = useServices();
  const user = useView((state) => state.otherUser);
  const [text, setText] = useState(user);
  const show = (event: FormEvent) => {
    event.preventDefault();
    view.showOtherUser(text.trim());
  };
  return (
    <main className="relative flex min-h-0 flex-1 flex-col">
      <ScreenHeader heading={t("library.heading")} note={t("others.readOnly")}>
        {tabs}
      </ScreenHeader>
      {libraryTab === "user" && (
        <form onSubmit={show} className="flex shrink-0 gap-2 px-4 pt-3">
          <input
            aria-label={t("others.user")}
            placeholder={t("others.userHint")}
            value={text}
            autoComplete="off"
            spellCheck={false}
            onChange={(event) => setText(event.target.value)}
            className={`${fieldStyle} h-8 max-w-[420px] px-2.5`}
          />
          <Button type="submit" className="h-8!" disabled={text.trim() === ""}>
            {t("others.show")}
          </Button>
        </form>
      )}
      {libraryTab === "liked" && (
        <Videos
          whose={{ kind: "liked" }}
          none={<EmptyState icon={<Heart size={28} strokeWidth={1.5} />} heading={t("others.likedNone")} />}
        />
      )}
      {libraryTab === "user" && user === "" && (
        <EmptyState icon={<UserSearch size={28} strokeWidth={1.5} />} heading={t("others.promptHeading")}>
          {t("others.promptText")}
        </EmptyState>
      )}
      {libraryTab === "user" && user !== "" && (
        <Videos
          key={user}
          whose={{ kind: "user", text: user }}
          none={<EmptyState icon={<UserSearch size={28} strokeWidth={1.5} />} heading={t("others.none")} />}
        />
      )}
    </main>
  );
}
