import { CircleAlert, Clock, Info } from "lucide-react";
import type { ReactNode } from "react";

/** The severity of a banner. */
export type BannerTone = "info" | "wait" | "fail";

const tones: Record<BannerTone, string> = {
  info: "bg-accent-soft text-accent-ink",
  wait: "bg-wait-soft text-wait-ink",
  fail: "bg-fail-soft text-fail-ink",
};
const icons = { info: Info, wait: Clock, fail: CircleAlert } as const;

interface BannerProps {
  tone: BannerTone;
  children: ReactNode;
  actions?: ReactNode;
  role?: "status" | "alert" | "note";
  /** Rounded corners, for use inside a card instead of across a screen. */
  inset?: boolean;
}

/** A one-line notice with optional actions. */
export function Banner({ tone, children, actions, role = "status", inset = false }: BannerProps) {
  const Icon = icons[tone];
  const shape = inset ? "rounded-md px-3 py-2" : "px-4 py-1.5";
  return (
    <div role={role} className={`flex shrink-0 items-center gap-2 ${shape} ${tones[tone]}`}>
      <Icon size={16} aria-hidden="true" className={`shrink-0 ${inset ? "self-start mt-0.5" : ""}`} />
      <div className="min-w-0 flex-1">{children}</div>
      {actions}
    </div>
  );
}
