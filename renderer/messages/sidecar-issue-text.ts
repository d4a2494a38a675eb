import type { SidecarProblem } from "../../shared/model/sidecar.ts";
import type { Translate } from "./translator.ts";

/** Describes why a sidecar is invalid. */
export function sidecarIssueText({ code, field, max }: SidecarProblem, t: Translate): string {
  return t(`watch.sidecarProblem.${code}`, { field, max: max ?? 0 });
}
