import { z } from "zod";
import { regionSchema } from "./account.ts";
import { accessSchema } from "./video.ts";

export const languages = ["en", "zh-TW", "ja"] as const;
/** A language of the app. */
export type Language = (typeof languages)[number];

const speedLimitSchema = z
  .int()
  .min(64 * 1024)
  .max(1024 ** 3)
  .nullable();

/** The width of a grid cell, CSS px: at the minimum, thirty videos fit a laptop's window. */
export const cellWidthRange = { min: 96, max: 280 } as const;

const whenDoneSchema = z.enum(["nothing", "sleep", "quit"]);
export type WhenDone = z.infer<typeof whenDoneSchema>;

/** The user's preferences. Every field has a default, so an old or empty file is always readable. */
export const settingsSchema = z.object({
  theme: z.enum(["system", "light", "dark"]).default("system"),
  language: z.enum(["system", ...languages]).default("system"),
  /** `auto` follows the account. */
  region: z.union([z.literal("auto"), regionSchema]).default("auto"),
  parallelUploads: z.int().min(1).max(4).default(2),
  /** Bytes per second of all uploads together; null for no limit. */
  speedLimit: speedLimitSchema.default(null),
  /** What happens when the queue is done, once. Reset to "nothing" afterwards and at each start. */
  whenDone: whenDoneSchema.default("nothing"),
  defaultAccess: accessSchema.default("public"),
  /** New videos stay private until processing is complete. */
  defaultStayPrivate: z.boolean().default(false),
  /** The user has agreed to send frames of videos to BigGo's image search. */
  imageSearchAgreed: z.boolean().default(false),
  /** Write a receipt beside the file of every completed upload. */
  writeReceipts: z.boolean().default(false),
  libraryLayout: z.enum(["grid", "list"]).default("grid"),
  /** Width of a grid cell in CSS pixels. */
  cellWidth: z.int().min(cellWidthRange.min).max(cellWidthRange.max).default(160),
});
export type Settings = z.infer<typeof settingsSchema>;

export const settingsPatchSchema = z.object({
  theme: z.enum(["system", "light", "dark"]).optional(),
  language: z.enum(["system", ...languages]).optional(),
  region: z.union([z.literal("auto"), regionSchema]).optional(),
  parallelUploads: z.int().min(1).max(4).optional(),
  speedLimit: speedLimitSchema.optional(),
  whenDone: whenDoneSchema.optional(),
  defaultAccess: accessSchema.optional(),
  defaultStayPrivate: z.boolean().optional(),
  imageSearchAgreed: z.boolean().optional(),
  writeReceipts: z.boolean().optional(),
  libraryLayout: z.enum(["grid", "list"]).optional(),
  cellWidth: z.int().min(cellWidthRange.min).max(cellWidthRange.max).optional(),
});
export type SettingsPatch = z.infer<typeof settingsPatchSchema>;

/** A change of at least one setting. */
export const settingsChangeSchema = settingsPatchSchema.refine((patch) => Object.keys(patch).length > 0);

/** The app's language: the user's choice, else the first system language that the app has, else English. */
export function chooseLanguage(choice: "system" | Language, locales: readonly string[]): Language {
  if (choice !== "system") return choice;
  for (const locale of locales) {
    const primary = locale.toLowerCase().split(/[-_]/)[0];
    if (primary === "zh") return "zh-TW";
    if (primary === "ja") return "ja";
    if (primary === "en") return "en";
  }
  return "en";
}
