import type { SidecarProblem } from "../../shared/model/sidecar.ts";
import type { Translate } from "./translator.ts";

/** Describes why a sidecar is invalid. */
export function sidecarWords({ code, field, max }: SidecarProblem, t: Translate): string {
  return t(`watch.sidecarProblem.${code}`, { field, max: max ?? 0 });
}
