interface ProgressBarProps {
  /** Accessible name. */
  label: string;
  /** 0–100. */
  percent: number;
  tone?: "accent" | "done" | "quiet" | "cover";
  className?: string;
}

const fills = { accent: "bg-accent", done: "bg-done", quiet: "bg-edge", cover: "bg-white" } as const;

/** A progress bar. The fill is a transform, which needs no layout. */
export function ProgressBar({ label, percent, tone = "accent", className = "" }: ProgressBarProps) {
  const track = tone === "cover" ? "bg-black/40" : "bg-track";
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.floor(percent)}
      className={`h-1 overflow-hidden rounded-full ${track} ${className}`}
    >
      <div
        className={`h-full w-full origin-left rounded-full transition-transform duration-180 ease-out ${fills[tone]}`}
        style={{ transform: `scaleX(${Math.min(100, Math.max(0, percent)) / 100})` }}
      />
    </div>
  );
}
