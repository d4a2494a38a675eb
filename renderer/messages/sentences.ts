import type { ErrorCode } from "../../shared/errors.ts";
import type { Translate } from "./translator.ts";

/** Joins two sentences as the language separates them: with a space in English, without one in Chinese and Japanese. */
export function joinSentences(t: Translate, first: string, second: string): string {
  return t("common.sentences", { first, second });
}

/** Says what happened and what the user can do about it. */
export function errorText(t: Translate, code: ErrorCode): string {
  return joinSentences(t, t(`errors.${code}.what`), t(`errors.${code}.next`));
}
