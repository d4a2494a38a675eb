import type { ReactNode } from "react";

/** The 44 px header of every screen. */
export function ScreenHeader({ heading, note, children }: { heading: string; note?: ReactNode; children?: ReactNode }) {
  return (
    <header className="flex min-h-11 shrink-0 flex-wrap items-center gap-2 py-1.5 border-b border-line px-4">
      <h1 className="shrink-0 text-base font-semibold">{heading}</h1>
      <div className="min-w-0 flex-1 basis-0 truncate text-xs text-quiet tabular-nums">{note}</div>
      {children}
    </header>
  );
}
