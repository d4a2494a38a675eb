import { type QueryClient, QueryClientProvider, type QueryKey } from "@tanstack/react-query";
import { createElement, type FunctionComponent } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { I18nextProvider } from "react-i18next";
import { describe, expect, it } from "vitest";
import { AppError } from "../../shared/errors.ts";
import { createClient } from "../bridge/client.ts";
import { mediaUrlsAt } from "../bridge/media-urls.ts";
import { createMemoryBridge } from "../bridge/memory-bridge.ts";
import { InsightScreen } from "../features/insight/insight-screen.tsx";
import { ProductsScreen } from "../features/products/products-screen.tsx";
import { TemplatesSettings } from "../features/templates/templates-settings.tsx";
import { WatchSettings } from "../features/watch/watch-settings.tsx";
import { createTestTranslator } from "../messages/translator.test-harness.ts";
import { callQuery } from "../state/call-query.ts";
import { createServices } from "../state/create-services.ts";
import { createQueryClient } from "../state/query-client.ts";
import { ServicesProvider } from "../state/services.tsx";

const error = new AppError("disk-full", "no room");
const { t } = createTestTranslator("en");

function fail(cache: QueryClient, queryKey: QueryKey): void {
  const query = cache.getQueryCache().build(cache, { queryKey });
  query.setState({ ...query.state, status: "error", error, fetchStatus: "idle", errorUpdateCount: 1 });
}

function render(screen: FunctionComponent, queryKey: QueryKey): string {
  const { services, stop } = createServices({
    client: createClient(createMemoryBridge({ videos: 1 }).bridge),
    media: mediaUrlsAt("app://x"),
  });
  const cache = createQueryClient(services.client);
  // Rendering to markup mounts every query; the failure must not be replaced by a new attempt.
  cache.setDefaultOptions({ queries: { ...cache.getDefaultOptions().queries, retryOnMount: false } });
  fail(cache, queryKey);
  const page = createElement(
    I18nextProvider,
    { i18n: createTestTranslator("en") },
    createElement(
      QueryClientProvider,
      { client: cache },
      createElement(ServicesProvider, { services } as Parameters<typeof ServicesProvider>[0], createElement(screen)),
    ),
  );
  const markup = renderToStaticMarkup(page);
  stop();
  return markup;
}

describe("screens with a failed query", () => {
  it.each([
    ["insight", InsightScreen, callQuery("insight.report", { days: 28 }).queryKey],
    ["products", ProductsScreen, callQuery("products.health").queryKey],
    ["bulk jobs", ProductsScreen, callQuery("bulk.jobs").queryKey],
    ["templates", TemplatesSettings, callQuery("templates.list").queryKey],
    ["watched folders", WatchSettings, callQuery("watch.list").queryKey],
  ] as const)("show the reason and a retry button instead of an empty list: %s", (_name, screen, queryKey) => {
    const markup = render(screen, queryKey);
    expect(markup).toContain('role="alert"');
    expect(markup).toContain(t("errors.disk-full.what"));
    expect(markup).toContain(t("common.retry"));
    expect(markup).not.toContain(t("products.screen.nothingToDo"));
  });
});
