import { createInstance, type i18n as I18n, type TFunction } from "i18next";
import { initReactI18next } from "react-i18next";
import type { Language } from "../../shared/model/settings.ts";
import { en } from "./en.ts";
import { ja } from "./ja.ts";
import { zhTw } from "./zh-tw.ts";

declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "translation";
    resources: { translation: typeof en };
  }
}

/** The function that turns a key into words. */
export type Translate = TFunction;

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
