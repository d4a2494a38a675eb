import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { I18nextProvider } from "react-i18next";
import { describe, expect, it } from "vitest";
import type { Language } from "../../../shared/model/settings.ts";
import { languages } from "../../../shared/model/settings.ts";
import { createTestTranslator } from "../../messages/translator.test-harness.ts";
import { KeepSecret } from "./keep-secret.tsx";

function render(language: Language, storage: "keyring" | "session-only", inFile = false): string {
  const form = createElement(KeepSecret, { storage, inFile, onInFile: () => {} });
  return renderToStaticMarkup(createElement(I18nextProvider, { i18n: createTestTranslator(language) }, form));
}

describe("KeepSecret", () => {
  it("offers no file when a keyring exists", () => {
    expect(render("en", "keyring")).not.toContain("checkbox");
  });

  it.each(languages)("offers a file, unchecked and with a warning, without a keyring: %s", (language) => {
    const { t } = createTestTranslator(language);
    const html = render(language, "session-only");
    const described = /aria-describedby="([^"]+)"/.exec(html)?.[1] ?? "nothing";
    expect(html).toContain(`id="${described}"`);
    expect(html).toContain(t("account.keepInFileWarning"));
    expect(html).not.toMatch(/checked=/);
    expect(html).toContain(t("account.sessionOnly"));
    expect(render(language, "session-only", true)).not.toContain(t("account.sessionOnly"));
  });
});
