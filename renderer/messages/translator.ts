import { createInstance, type i18n as I18n, type TFunction } from "i18next";
import { initReactI18next } from "react-i18next";
import type { Language } from "../../shared/model/settings.ts";
import type { Messages } from "./en.ts";
import { en } from "./en.ts";

declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "translation";
    resources: { translation: typeof en };
  }
}

/** Returns the text of a key in the current language. */
export type Translate = TFunction;

/** Texts of every language but English, which stands in for what is missing; each is a script of its own. */
const loaders: Record<Exclude<Language, "en">, () => Promise<Messages>> = {
  "zh-TW": async () => (await import("./zh-tw.ts")).zhTw,
  ja: async () => (await import("./ja.ts")).ja,
};

/** Creates a translator, in English until `showLanguage`. */
export function createTranslator(): I18n {
  const translator = createInstance();
  void translator.use(initReactI18next).init({
    lng: "en",
    fallbackLng: "en",
    initAsync: false,
    interpolation: { escapeValue: false },
    // Rerenders when a hot update replaces the texts.
    ...(import.meta.hot ? { react: { bindI18nStore: "added" } } : {}),
    resources: { en: { translation: en } },
  });
  if (import.meta.hot) import.meta.hot.data.translator = translator;
  return translator;
}

/** Loads the texts of a language and shows it. Rejects when they cannot be loaded; the language shown stays then. */
export async function showLanguage(translator: I18n, language: Language): Promise<void> {
  if (language !== "en" && !translator.hasResourceBundle(language, "translation")) {
    translator.addResourceBundle(language, "translation", await loaders[language]());
  }
  await translator.changeLanguage(language);
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
