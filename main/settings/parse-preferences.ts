import { z } from "zod";
import { type Settings, settingsSchema } from "../../shared/model/settings.ts";

const windowStateSchema = z.object({
  x: z.number().optional(),
  y: z.number().optional(),
  width: z.number(),
  height: z.number(),
  maximized: z.boolean(),
});
/** The window's last bounds, in screen coordinates. */
export type WindowState = z.infer<typeof windowStateSchema>;

/** Parses stored settings. One that is invalid falls back to its default; the others are kept. */
export function parseSettings(raw: unknown): Settings {
  const result = settingsSchema.safeParse(raw ?? {});
  if (result.success) return result.data;
  const validEntries = Object.entries(raw as Record<string, unknown>).filter(
    ([name, value]) => settingsSchema.partial().safeParse({ [name]: value }).success,
  );
  return settingsSchema.parse(Object.fromEntries(validEntries));
}

/** Parses a stored window state; null when it is missing or invalid. */
export function parseWindowState(raw: unknown): WindowState | null {
  return windowStateSchema.safeParse(raw).data ?? null;
}
