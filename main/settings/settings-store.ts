import { join } from "node:path";
import ElectronStore from "electron-store";
import { z } from "zod";
import { connectedAccountSchema } from "../../shared/model/account.ts";
import { type Settings, type SettingsPatch, settingsSchema } from "../../shared/model/settings.ts";
import { privateMode } from "../foundation/private-folder.ts";
import { isReadable } from "../foundation/regular-file.ts";
import { parseSettings, parseWindowState, type WindowState } from "./parse-preferences.ts";

const environmentAccountSchema = connectedAccountSchema
  .pick({ userid: true, atUserid: true, region: true })
  .extend({ keyHash: z.string() });
type EnvironmentAccount = z.infer<typeof environmentAccountSchema>;

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
  /** Whether it was shown that the environment switches off the check of certificates. */
  tlsNoticeShown(): boolean;
  setTlsNoticeShown(shown: boolean): void;
  /** The account of the environment's key at the last start with it; null when none is known. */
  environmentAccount(): EnvironmentAccount | null;
  setEnvironmentAccount(account: EnvironmentAccount): void;
}

/** No preferences are larger, bytes. */
const maxBytes = 4 * 1024 * 1024;

/** The stored values; null where the folder cannot be used, or something else has the file's name. */
function openStore(folder: string): ElectronStore | null {
  // It is read in one go: a pipe would keep the app waiting for ever.
  if (!isReadable(join(folder, "preferences.json"), maxBytes)) return null;
  try {
    return new ElectronStore({
      cwd: folder,
      name: "preferences",
      clearInvalidConfig: true,
      configFileMode: privateMode.file,
    });
  } catch {
    return null;
  }
}

/** Opens the preferences in a folder. What cannot be stored, on a full or read-only disk, is kept until the app ends. */
export function createSettingsStore(folder: string): SettingsStore {
  const stored = openStore(folder);
  const unstored = new Map<string, unknown>();
  const store = {
    get: (name: string): unknown => (unstored.has(name) ? unstored.get(name) : stored?.get(name)),
    set(name: string, value: unknown) {
      unstored.set(name, value);
      try {
        stored?.set(name, value);
        if (stored !== null) unstored.delete(name);
      } catch {
        // Preferences may be lost without harm.
      }
    },
  };
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
    tlsNoticeShown: () => store.get("tlsNoticeShown") === true,
    setTlsNoticeShown: (shown) => store.set("tlsNoticeShown", shown),
    environmentAccount: () => environmentAccountSchema.safeParse(store.get("environmentAccount")).data ?? null,
    setEnvironmentAccount: (account) => store.set("environmentAccount", account),
  };
}
