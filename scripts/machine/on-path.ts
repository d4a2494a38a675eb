import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Whether the command is on PATH. */
export function onPath(command: string): boolean {
  return (process.env.PATH ?? "")
    .split(delimiter)
    .some((folder) => folder !== "" && isExecutable(join(folder, command)));
}
