import type { AccountState, SecretStorage } from "../../shared/model/account.ts";
import type { Review } from "../../shared/model/upload.ts";
import type { Session } from "../account/session.ts";
import type { SettingsStore } from "../settings/settings-store.ts";
import type { Handlers } from "./answer-call.ts";

export interface AppHandlerDeps {
  session: Session;
  settings: SettingsStore;
  onSettings: (settings: ReturnType<SettingsStore["get"]>) => void;
  secretStorage: () => Promise<SecretStorage>;
  version: string;
  locales: () => string[];
  openCredentialsPage: () => Promise<void>;
  openVideoPage: (videoId: string) => Promise<void>;
  takeReviews: () => Review[];
  cancelWhenDone: () => void;
  /** BigGo has answered the user's attempt to reach it. */
  onReached: () => void;
}

type AppCalls = Extract<keyof Handlers, `app.${string}` | `account.${string}` | `settings.${string}`>;

const platforms = { linux: "linux", darwin: "darwin", win32: "win32" } as const;

/** Calls on the app itself, the account and the preferences. */
export function appHandlers(deps: AppHandlerDeps): Pick<Handlers, AppCalls> {
  const { session, settings } = deps;
  return {
    "app.info": () => ({
      version: deps.version,
      platform: platforms[process.platform as keyof typeof platforms] ?? "other",
      locales: deps.locales(),
    }),
    "app.openExternal": (target) =>
      target.page === "credentials" ? deps.openCredentialsPage() : deps.openVideoPage(target.videoId),
    "app.takeReviews": () => deps.takeReviews(),
    "app.cancelWhenDone": () => deps.cancelWhenDone(),

    "account.secretStorage": () => deps.secretStorage(),
    "account.get": (): AccountState => session.state(),
    "account.connect": ({ clientId, clientSecret, keepInFile }) =>
      session.connect({ clientId, clientSecret }, keepInFile === true),
    "account.startPractice": () => session.startPractice(),
    "account.disconnect": () => session.disconnect(),
    "account.reconnect": async () => {
      const state = await session.reconnect();
      if (state.status === "connected") deps.onReached();
      return state;
    },

    "settings.get": () => settings.get(),
    "settings.set": (patch) => {
      const next = settings.set(patch);
      deps.onSettings(next);
      return next;
    },
  };
}
