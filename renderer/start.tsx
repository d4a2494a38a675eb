import type { QueryClient } from "@tanstack/react-query";
import type { i18n as I18n } from "i18next";
import { createRoot } from "react-dom/client";
import type { Bridge } from "../shared/ipc/bridge.ts";
import { chooseLanguage } from "../shared/model/settings.ts";
import { App } from "./app/app.tsx";
import { createClient } from "./bridge/client.ts";
import type { MediaUrls } from "./bridge/media-urls.ts";
import { createTranslator, showLanguage } from "./messages/translator.ts";
import { callQuery } from "./state/call-query.ts";
import { createServices } from "./state/create-services.ts";
import { createQueryClient } from "./state/query-client.ts";
import "./ui/tokens.css";

/** How long the first answers of main are waited for, ms. */
const firstAnswersMs = 3000;

/** What the first frame needs: the account, the preferences and their language. Never rejects. */
async function firstAnswers(cache: QueryClient, translator: I18n): Promise<void> {
  const [info, settings] = await Promise.all([
    cache.fetchQuery(callQuery("app.info")),
    cache.fetchQuery(callQuery("settings.get")),
    cache.fetchQuery(callQuery("account.get")),
  ]);
  await showLanguage(translator, chooseLanguage(settings.language, info.locales));
}

/**
 * Renders the app, connected through `bridge`. Until main has answered the document's own shell stays, so that no empty
 * frame is drawn. Throws when the document has no #root.
 */
export async function startWindow({ bridge, media }: { bridge: Bridge; media: MediaUrls }): Promise<void> {
  const root = document.getElementById("root");
  if (root === null) throw new Error("index.html has no #root");
  const client = createClient(bridge);
  const { services } = createServices({ client, media });
  const cache = createQueryClient(client);
  const translator = createTranslator();
  const timeout = new Promise((resolve) => setTimeout(resolve, firstAnswersMs));
  await Promise.race([firstAnswers(cache, translator).catch(() => {}), timeout]);
  createRoot(root).render(<App services={services} cache={cache} translator={translator} />);
}
