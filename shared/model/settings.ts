import { z } from "zod";
import { regionSchema } from "./account.ts";
import { accessSchema } from "./video.ts";

export const languages = ["en", "zh-TW", "ja"] as const;

/** Preferences the person sets; every field has a default, so an old or empty file is always readable. */
export const settingsSchema = z.object({
  theme: z.enum(["system", "light", "dark"]).default("system"),
  language: z.enum(["system", ...languages]).default("system"),
  /** `auto` follows the account. */
  region: z.union([z.literal("auto"), regionSchema]).default("auto"),
  parallelUploads: z.int().min(1).max(4).default(2),
  defaultAccess: accessSchema.default("public"),
  libraryLayout: z.enum(["grid", "list"]).default("grid"),
  /** Width of a grid cell in CSS pixels. */
  cellWidth: z.int().min(112).max(280).default(160),
});
export type Settings = z.infer<typeof settingsSchema>;

export const settingsPatchSchema = z.object({
  theme: z.enum(["system", "light", "dark"]).optional(),
  language: z.enum(["system", ...languages]).optional(),
  region: z.union([z.literal("auto"), regionSchema]).optional(),
  parallelUploads: z.int().min(1).max(4).optional(),
  defaultAccess: accessSchema.optional(),
  libraryLayout: z.enum(["grid", "list"]).optional(),
  cellWidth: z.int().min(112).max(280).optional(),
});
export type SettingsPatch = z.infer<typeof settingsPatchSchema>;
