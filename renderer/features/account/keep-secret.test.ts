import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { I18nextProvider } from "react-i18next";
import { describe, expect, it } from "vitest";
import type { Language } from "../../../shared/model/settings.ts";
import { languages } from "../../../shared/model/settings.ts";
import { createTranslator } from "../../messages/translator.ts";
import { KeepSecret } from "./keep-secret.tsx";

function shown(language: Language, storage: "keyring" | "session-only", inFile = false): string {
  const form = createElement(KeepSecret, { storage, inFile, onInFile: () => {} });
  return renderToStaticMarkup(createElement(I18nextProvider, { i18n: createTranslator(language) }, form));
}

describe("where the secret is kept", () => {
  it("offers no file where there is a keyring", () => {
    expect(shown("en", "keyring")).not.toContain("checkbox");
  });

  it.each(languages)("offers a file, unchecked and with its warning, where there is none: %s", (language) => {
    const { t } = createTranslator(language);
    const html = shown(language, "session-only");
    const described = /aria-describedby="([^"]+)"/.exec(html)?.[1] ?? "nothing";
    expect(html).toContain(`id="${described}"`);
    expect(html).toContain(t("account.keepInFileWarning"));
    expect(html).not.toMatch(/checked=/);
    expect(html).toContain(t("account.sessionOnly"));
    expect(shown(language, "session-only", true)).not.toContain(t("account.sessionOnly"));
  });
});
