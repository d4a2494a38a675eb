import type { SidecarProblem } from "../../shared/model/sidecar.ts";
import type { Translate } from "./translator.ts";

/** What is wrong with the file beside a video, in a few words. */
export function sidecarWords({ code, field, max }: SidecarProblem, t: Translate): string {
  return t(`watch.sidecarProblem.${code}`, { field, max: max ?? 0 });
}
