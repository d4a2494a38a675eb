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

/** Returns the text of a key in the current language. */
export type Translate = TFunction;

/** Creates a translator. All texts are bundled, so it is ready synchronously. */
export function createTranslator(language: Language): I18n {
  const translator = createInstance();
  void translator.use(initReactI18next).init({
    lng: language,
    fallbackLng: "en",
    initAsync: false,
    interpolation: { escapeValue: false },
    // Rerenders when a hot update replaces the texts.
    ...(import.meta.hot ? { react: { bindI18nStore: "added" } } : {}),
    resources: {
      en: { translation: en },
      "zh-TW": { translation: zhTw },
      ja: { translation: ja },
    },
  });
  if (import.meta.hot) import.meta.hot.data.translator = translator;
  return translator;
}

// Under `npm run dev` a changed text shows without reloading the page. Builds do not contain this code.
if (import.meta.hot) {
  const { data } = import.meta.hot;
  const replace = (language: Language, texts: object | undefined) => {
    if (texts !== undefined)
      (data.translator as I18n | undefined)?.addResourceBundle(language, "translation", texts, true, true);
  };
  import.meta.hot.accept(["./en.ts", "./zh-tw.ts", "./ja.ts"], ([english, chinese, japanese]) => {
    replace("en", english?.en);
    replace("zh-TW", chinese?.zhTw);
    replace("ja", japanese?.ja);
  });
}
