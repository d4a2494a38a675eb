import { Undo2 } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Replacement, ReplacementItem } from "../../../shared/model/replacement.ts";
import type { SaveState } from "../../../shared/model/video.ts";
import { formatTime } from "../../messages/format.ts";
import { useLibrary, useServices } from "../../state/services.tsx";
import { useRun } from "../../state/use-run.ts";
import { Button } from "../../ui/button.tsx";
import { Chip, type ChipTone } from "../../ui/chip.tsx";
import { useVideoTitle } from "./replace-dialog.tsx";

type Outcome = "waiting" | "sending" | "saved" | "unchanged" | "failed";

const tones: Record<Outcome, ChipTone> = {
  waiting: "neutral",
  sending: "accent",
  saved: "done",
  unchanged: "neutral",
  failed: "fail",
};

/** Where one video of a run stands: stored here first, and then as far as its saving is. */
function outcomeOf({ state }: ReplacementItem, save: SaveState | undefined): Outcome {
  if (state !== "changed") return state;
  if (save === undefined || save.state === "saved") return "saved";
  return save.state === "failed" || save.state === "conflict" ? "failed" : "sending";
}

function useStory(): (run: Replacement) => string {
  const { t } = useTranslation();
  return ({ from, to, undoes }) => {
    const what =
      to === null
        ? t("products.screen.takenOff", { from: from.title })
        : t("products.screen.swapped", { from: from.title, to: to.title });
    return undoes === null ? what : t("products.screen.undoOf", { what });
  };
}

function Run({ run, undone }: { run: Replacement; undone: boolean }) {
  const { t, i18n } = useTranslation();
  const { client } = useServices();
  const start = useRun();
  const storyOf = useStory();
  const titleOf = useVideoTitle();
  const videos = useLibrary((state) => state.videos);
  const outcomes = run.items.map((item) => ({ item, outcome: outcomeOf(item, videos.get(item.videoId)?.save) }));
  const done = outcomes.filter(({ outcome }) => outcome === "saved" || outcome === "unchanged").length;
  const canUndo = !undone && run.undoes === null && run.items.some(({ state }) => state === "changed");
  return (
    <li className="border-b border-line py-2 last:border-0">
      <div className="flex items-center gap-3">
        <div className="min-w-0 flex-1">
          <div className="truncate font-medium">{storyOf(run)}</div>
          <div className="text-xs text-quiet tabular-nums">
            {formatTime(run.madeAtMs, i18n.language)} ·{" "}
            {t("products.screen.progress", { done, total: run.items.length })}
          </div>
        </div>
        {canUndo && (
          <Button
            icon={<Undo2 size={16} aria-hidden="true" />}
            onClick={() => start(client.call("products.undoReplacement", { id: run.id }))}
          >
            {t("products.screen.undo")}
          </Button>
        )}
      </div>
      <ul className="mt-1 flex max-h-40 flex-col gap-1 overflow-y-auto">
        {outcomes.map(({ item, outcome }) => (
          <li key={item.videoId} className="flex items-center gap-2 text-xs">
            <Chip tone={tones[outcome]}>{t(`products.screen.${outcome}`)}</Chip>
            <span className="truncate">{titleOf(item.videoId)}</span>
            {item.error !== null && <span className="truncate text-quiet">{t(`errors.${item.error.code}.what`)}</span>}
          </li>
        ))}
      </ul>
    </li>
  );
}

/** What was swapped lately, with what became of it on each video. */
export function ReplacementRuns({ runs }: { runs: readonly Replacement[] }) {
  const undone = new Set(runs.flatMap(({ undoes }) => (undoes === null ? [] : [undoes])));
  return (
    <ul>
      {runs.map((run) => (
        <Run key={run.id} run={run} undone={undone.has(run.id)} />
      ))}
    </ul>
  );
}
