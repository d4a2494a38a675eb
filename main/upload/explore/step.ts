import type { Run } from "./run.ts";

/** Something that may happen next. */
export interface Step {
  /** As it appears in a list of events. */
  label: string;
  /** Whether it happens sooner or later when nothing fails any more and the user does what the app asks for. */
  benign: boolean;
  apply: (run: Run) => void | Promise<void>;
}

/** Something that happens when nothing fails. */
export const benign = (label: string, apply: Step["apply"]): Step => ({ label, benign: true, apply });

/** A failure, or a choice of the user or of another device. */
export const possible = (label: string, apply: Step["apply"]): Step => ({ label, benign: false, apply });
