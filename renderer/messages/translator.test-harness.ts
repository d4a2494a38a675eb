import type { i18n as I18n } from "i18next";
import type { Language } from "../../shared/model/settings.ts";
import { ja } from "./ja.ts";
import { createTranslator } from "./translator.ts";
import { zhTw } from "./zh-tw.ts";

/** A translator with the texts of all languages at once. */
export function createTestTranslator(language: Language): I18n {
  const translator = createTranslator();
  translator.addResourceBundle("zh-TW", "translation", zhTw);
  translator.addResourceBundle("ja", "translation", ja);
  void translator.changeLanguage(language);
  return translator;
}
