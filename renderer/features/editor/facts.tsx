import { ExternalLink } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { MediaFacts } from "../../../shared/model/media.ts";
import type { LibraryItem } from "../../items/library-items.ts";
import { formatBytes, formatDate, formatLength, formatTime } from "../../messages/format.ts";
import type { Translate } from "../../messages/translator.ts";
import { useServices } from "../../state/services.tsx";
import { useRun } from "../../state/use-run.ts";
import { LinkButton } from "../../ui/button.tsx";
import type { FilmFacts } from "./film/film-messages.ts";

type FactName = "length" | "size" | "picture" | "codecs" | "file" | "views" | "likes" | "comments" | "date" | "added";

/**
 * Facts read from the container, such as "1080 × 1920 · 30 fps" and "H.264 · AAC": by main for a local file, else by
 * the page.
 */
function filmFacts(facts: FilmFacts | MediaFacts | null, locale: string, t: Translate): [FactName, string][] {
  if (facts === null) return [];
  const { width, height, framesPerSecond, videoCodec, audioCodec } = facts;
  const size = width === null || height === null ? null : `${width} × ${height}`;
  const rate = framesPerSecond?.toLocaleString(locale, { maximumFractionDigits: 2 });
  const codecs = [videoCodec, audioCodec].filter((codec) => codec !== null).join(" · ");
  return [
    ...(size === null
      ? []
      : [
          ["picture", rate === undefined ? size : t("editor.framesPerSecond", { size, rate })] satisfies [
            FactName,
            string,
          ],
        ]),
    ...(codecs === "" ? [] : [["codecs", codecs] satisfies [FactName, string]]),
  ];
}

function factsOf(
  { video, upload, sortMs }: LibraryItem,
  film: FilmFacts | MediaFacts | null,
  locale: string,
  t: Translate,
): [FactName, string][] {
  const length = video?.lengthSeconds ?? upload?.lengthSeconds ?? null;
  const when = `${formatDate(sortMs, locale)}, ${formatTime(sortMs, locale)}`;
  return [
    ...(upload === null ? [] : [["file", upload.fileName] satisfies [FactName, string]]),
    ...(length === null ? [] : [["length", formatLength(length)] satisfies [FactName, string]]),
    ...(upload === null ? [] : [["size", formatBytes(upload.sizeBytes, locale)] satisfies [FactName, string]]),
    ...filmFacts(film, locale, t),
    ...(video === null
      ? []
      : ([
          ["views", video.viewCount.toLocaleString(locale)],
          ["likes", video.likeCount.toLocaleString(locale)],
          ["comments", video.commentCount.toLocaleString(locale)],
        ] satisfies [FactName, string][])),
    [video === null ? "added" : "date", when],
  ];
}

/** Read-only facts about a video or upload. */
export function Facts({ item, film, media }: { item: LibraryItem; film: FilmFacts | null; media: MediaFacts | null }) {
  const { t, i18n } = useTranslation();
  const { client } = useServices();
  const run = useRun();
  const { video } = item;
  return (
    <div className="flex flex-col gap-3">
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1 text-xs tabular-nums">
        {factsOf(item, media ?? film, i18n.language, t).map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="text-quiet">{t(`editor.facts.${name}`)}</dt>
            <dd className="selectable truncate text-right" title={value}>
              {value}
            </dd>
          </div>
        ))}
      </dl>
      {video !== null && (
        <LinkButton
          className="self-start"
          onClick={() => run(client.call("app.openExternal", { page: "video", videoId: video.videoId }))}
        >
          {t("editor.openOnBiggo")}
          <ExternalLink size={14} aria-hidden="true" />
        </LinkButton>
      )}
    </div>
  );
}
