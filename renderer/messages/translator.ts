import { createInstance, type i18n as I18n, type TFunction } from "i18next";
import { initReactI18next } from "react-i18next";
import type { languages } from "../../shared/model/settings.ts";
import { en } from "./en.ts";
import { ja } from "./ja.ts";
import { zhTw } from "./zh-tw.ts";

declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "translation";
    resources: { translation: typeof en };
  }
}

/** A language the window speaks. */
export type Language = (typeof languages)[number];

/** The function that turns a key into words. */
export type Translate = TFunction;

/** The language to speak: the person's choice, else the first of the system's that we have, else English. */
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

/** Starts the translator in a language; all texts are bundled, so it is ready at once. */
export function createTranslator(language: Language): I18n {
  const translator = createInstance();
  void translator.use(initReactI18next).init({
    lng: language,
    fallbackLng: "en",
    initAsync: false,
    interpolation: { escapeValue: false },
    resources: {
      en: { translation: en },
      "zh-TW": { translation: zhTw },
      ja: { translation: ja },
    },
  });
  return translator;
}
