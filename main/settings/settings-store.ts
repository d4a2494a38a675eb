import ElectronStore from "electron-store";
import { type Settings, type SettingsPatch, settingsSchema } from "../../shared/model/settings.ts";
import { parseSettings, parseWindowState, type WindowState } from "./parse-preferences.ts";

/** Preferences: only data that may be lost without harm. Everything else is in the database. */
export interface SettingsStore {
  get(): Settings;
  /** Stores a change and returns all settings. */
  set(patch: SettingsPatch): Settings;
  /** The window's last state; null when none is stored. */
  window(): WindowState | null;
  setWindow(state: WindowState): void;
  /** Whether the next start opens practice mode. */
  practice(): boolean;
  setPractice(practice: boolean): void;
}

/** Opens the preferences in a folder. */
export function createSettingsStore(folder: string): SettingsStore {
  const store = new ElectronStore({ cwd: folder, name: "preferences", clearInvalidConfig: true });
  return {
    get: () => parseSettings(store.get("settings")),
    set(patch) {
      const next = settingsSchema.parse({ ...parseSettings(store.get("settings")), ...patch });
      store.set("settings", next);
      return next;
    },
    window: () => parseWindowState(store.get("window")),
    setWindow: (state) => store.set("window", state),
    practice: () => store.get("practice") === true,
    setPractice: (practice) => store.set("practice", practice),
  };
}
