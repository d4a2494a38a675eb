import { join } from "node:path";
import { results } from "./paths.ts";

/**
 * The groups in which the end-to-end tests run, one group after the other: those of which several can run at once, and
 * those that measure time or the event loop and get the machine for themselves.
 */
export const groups = ["parallel", "alone"] as const;
export type Group = (typeof groups)[number];

/** The files of the group `alone`. */
export const aloneFiles = [
  "**/call-flood.e2e.ts",
  "**/dev.e2e.ts",
  "**/hostile-pictures.e2e.ts",
  "**/large-file.e2e.ts",
  "**/media.e2e.ts",
];

/** The variable that names the group of a run of Playwright. */
export const groupVariable = "BIGGO_UPLOADER_E2E_GROUP";

/** Where a group's machine-readable results are written. */
export const reportOf = (group: string): string => join(results, `e2e-${group}.json`);
