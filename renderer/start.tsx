import { createRoot } from "react-dom/client";
import type { Bridge } from "../shared/ipc/bridge.ts";
import { chooseLanguage } from "../shared/model/settings.ts";
import { App } from "./app/app.tsx";
import { createClient } from "./bridge/client.ts";
import type { MediaUrls } from "./bridge/media-urls.ts";
import { createTranslator } from "./messages/translator.ts";
import { createServices } from "./state/create-services.ts";
import "./ui/tokens.css";

/** Renders the app, connected through `bridge`. Throws when the document has no #root. */
export function startWindow({ bridge, media }: { bridge: Bridge; media: MediaUrls }): void {
  const root = document.getElementById("root");
  if (root === null) throw new Error("index.html has no #root");
  const { services } = createServices({ client: createClient(bridge), media });
  const translator = createTranslator(chooseLanguage("system", navigator.languages));
  createRoot(root).render(<App services={services} translator={translator} />);
}
