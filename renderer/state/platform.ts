import { useAppInfo } from "./server-cache.ts";

/** The kinds of desktop that differ for the page. */
export type Platform = "linux" | "darwin" | "win32" | "other";

/** The desktop the app runs on. */
export function usePlatform(): Platform {
  return useAppInfo()?.platform ?? "other";
}

/** The key that moves things, as this desktop writes it. */
export function altKey(platform: Platform): string {
  return platform === "darwin" ? "⌥" : "Alt";
}

/** A shortcut as this desktop writes it: ⌘F or Ctrl F. */
export function shortcutText(platform: Platform, key: string): string {
  return platform === "darwin" ? `⌘${key}` : `Ctrl ${key}`;
}
