import type { ReactNode } from "react";

/** The colour of a chip; its text always carries the same meaning. */
export type ChipTone = "neutral" | "accent" | "done" | "wait" | "fail";

const tones: Record<ChipTone, string> = {
  neutral: "bg-hover text-quiet",
  accent: "bg-accent-soft text-accent-ink",
  done: "bg-done-soft text-done-ink",
  wait: "bg-wait-soft text-wait-ink",
  fail: "bg-fail-soft text-fail-ink",
};

/** A label on a coloured background. */
export function Chip({ tone = "neutral", children }: { tone?: ChipTone; children: ReactNode }) {
  return (
    <span
      className={`inline-flex h-5 max-w-full items-center rounded-sm px-1.5 text-xs font-medium whitespace-nowrap ${tones[tone]}`}
    >
      <span className="truncate">{children}</span>
    </span>
  );
}

/** A label on an image. */
export function CoverChip({ children }: { children: ReactNode }) {
  return (
    <span className="inline-flex h-5 max-w-full items-center rounded-sm bg-black/65 px-1.5 text-xs font-medium whitespace-nowrap text-white">
      <span className="truncate">{children}</span>
    </span>
  );
}
