import type { ReactNode } from "react";

/** What a chip means. The word in it says the same: never by colour alone. */
export type ChipTone = "neutral" | "accent" | "done" | "wait" | "fail";

const tones: Record<ChipTone, string> = {
  neutral: "bg-hover text-quiet",
  accent: "bg-accent-soft text-accent-ink",
  done: "bg-done-soft text-done-ink",
  wait: "bg-wait-soft text-wait-ink",
  fail: "bg-fail-soft text-fail-ink",
};

/** A word on a coloured ground. */
export function Chip({ tone = "neutral", children }: { tone?: ChipTone; children: ReactNode }) {
  return (
    <span
      className={`inline-flex h-5 max-w-full items-center rounded-sm px-1.5 text-xs font-medium whitespace-nowrap ${tones[tone]}`}
    >
      <span className="truncate">{children}</span>
    </span>
  );
}

/** A word on a picture. */
export function CoverChip({ children }: { children: ReactNode }) {
  return (
    <span className="inline-flex h-5 max-w-full items-center rounded-sm bg-black/65 px-1.5 text-xs font-medium whitespace-nowrap text-white">
      <span className="truncate">{children}</span>
    </span>
  );
}
