import { join } from "node:path";
import { z } from "zod";
import { connectedAccountSchema } from "../../shared/model/account.ts";
import { type Settings, type SettingsPatch, settingsSchema } from "../../shared/model/settings.ts";
import { replacePrivateFile } from "../foundation/private-folder.ts";
import { readOwnFileSync } from "../foundation/regular-file.ts";
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

/** The stored values: none in a damaged file; null where the file cannot be read, or something else has its name. */
function readValues(path: string): Map<string, unknown> | null {
  try {
    const values: unknown = JSON.parse(readOwnFileSync(path, maxBytes));
    return new Map(typeof values === "object" && values !== null ? Object.entries(values) : []);
  } catch (error) {
    const isMissing = error instanceof Error && "code" in error && error.code === "ENOENT";
    return isMissing || error instanceof SyntaxError ? new Map() : null;
  }
}

/** Opens the preferences in a folder. What cannot be stored, on a full or read-only disk, is kept until the app ends. */
export function createSettingsStore(folder: string): SettingsStore {
  const path = join(folder, "preferences.json");
  const stored = readValues(path);
  const values = stored ?? new Map<string, unknown>();
  const store = {
    get: (name: string): unknown => values.get(name),
    set(name: string, value: unknown) {
      values.set(name, value);
      if (stored === null) return;
      try {
        replacePrivateFile(path, `${JSON.stringify(Object.fromEntries(values), null, 2)}\n`, { flush: false });
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
