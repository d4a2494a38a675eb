import { relative, sep } from "node:path";
import { toOneLine } from "../../shared/one-line.ts";
import { isWithin } from "./watched-paths.ts";

/** A path as it is shown: on one line, with `~` in place of the user's own folder. */
export function displayPath(path: string, home: string): string {
  if (!isWithin(path, home)) return toOneLine(path);
  const inside = relative(home, path);
  return inside === "" ? "~" : toOneLine(`~${sep}${inside}`);
}
