import ElectronStore from "electron-store";
import { z } from "zod";
import { type Settings, type SettingsPatch, settingsSchema } from "../../shared/model/settings.ts";

const windowState = z.object({
  x: z.number().optional(),
  y: z.number().optional(),
  width: z.number(),
  height: z.number(),
  maximized: z.boolean(),
});
export type WindowState = z.infer<typeof windowState>;

/** Preferences: what may be lost without harm. Everything that may not is in the database. */
export interface SettingsStore {
  get(): Settings;
  /** Stores what changed and returns the whole. */
  set(patch: SettingsPatch): Settings;
  window(): WindowState | null;
  setWindow(state: WindowState): void;
  practice(): boolean;
  setPractice(practice: boolean): void;
}

/** A preference that cannot be read falls back to its default; the others stay. */
function readSettings(raw: unknown): Settings {
  const whole = settingsSchema.safeParse(raw ?? {});
  if (whole.success) return whole.data;
  const kept = Object.entries(raw as Record<string, unknown>).filter(
    ([name, value]) => settingsSchema.partial().safeParse({ [name]: value }).success,
  );
  return settingsSchema.parse(Object.fromEntries(kept));
}

/** Opens the preferences in a folder. */
export function createSettingsStore(folder: string): SettingsStore {
  const store = new ElectronStore({ cwd: folder, name: "preferences", clearInvalidConfig: true });
  return {
    get: () => readSettings(store.get("settings")),
    set(patch) {
      const next = settingsSchema.parse({ ...readSettings(store.get("settings")), ...patch });
      store.set("settings", next);
      return next;
    },
    window: () => windowState.safeParse(store.get("window")).data ?? null,
    setWindow: (state) => store.set("window", state),
    practice: () => store.get("practice") === true,
    setPractice: (practice) => store.set("practice", practice),
  };
}
