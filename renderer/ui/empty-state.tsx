import type { ReactNode } from "react";

interface EmptyStateProps {
  icon: ReactNode;
  heading: string;
  children?: ReactNode;
  actions?: ReactNode;
  /** Draws the outline of a drop zone. */
  dropZone?: boolean;
}

/** Placeholder for an empty screen or list. */
export function EmptyState({ icon, heading, children, actions, dropZone = false }: EmptyStateProps) {
  const frame = dropZone ? "rounded-xl border border-dashed border-edge bg-rail px-8 py-12" : "px-8 py-10";
  return (
    <div className="flex flex-1 items-center justify-center p-6">
      <div className={`flex w-full max-w-[520px] animate-appear flex-col items-center gap-2 text-center ${frame}`}>
        <div aria-hidden="true" className="mb-2 text-quiet">
          {icon}
        </div>
        <h2 className="text-base font-semibold">{heading}</h2>
        <div className="max-w-[44ch] text-quiet text-balance">{children}</div>
        {actions && <div className="mt-3 flex flex-wrap justify-center gap-2">{actions}</div>}
      </div>
    </div>
  );
}
