import type { i18n as I18n } from "i18next";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { chooseLanguage } from "../../shared/model/settings.ts";
import { showLanguage } from "../messages/translator.ts";
import { useAppInfo, useSettings } from "../state/server-cache.ts";
import { useView } from "../state/services.tsx";

/** Applies the chosen theme to the document; "system" follows the operating system. */
function useTheme(): void {
  const theme = useSettings()?.theme ?? "system";
  useEffect(() => {
    const dark = window.matchMedia("(prefers-color-scheme: dark)");
    const apply = () => {
      const shown = theme === "system" ? (dark.matches ? "dark" : "light") : theme;
      document.documentElement.dataset.theme = shown;
      document.documentElement.classList.toggle("dark", shown === "dark");
    };
    apply();
    dark.addEventListener("change", apply);
    return () => dark.removeEventListener("change", apply);
  }, [theme]);
}

/** Applies the chosen language to the translator and the document. */
function useLanguage(translator: I18n): void {
  const choice = useSettings()?.language;
  const locales = useAppInfo()?.locales;
  useEffect(() => {
    if (choice === undefined || locales === undefined) return;
    const language = chooseLanguage(choice, locales);
    document.documentElement.lang = language;
    if (translator.language !== language) void showLanguage(translator, language);
  }, [translator, choice, locales]);
}

/** Sets the document title to the current screen. */
function useDocumentTitle(): void {
  const screen = useView((state) => state.screen);
  const { t } = useTranslation();
  useEffect(() => {
    document.title = `${t(`nav.${screen}`)} · BigGo Uploader`;
  }, [t, screen]);
}

/** Applies theme, language and title to the document. */
export function useAppearance(translator: I18n): void {
  useTheme();
  useLanguage(translator);
  useDocumentTitle();
}
