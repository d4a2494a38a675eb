import type { ImageSearchApi } from "./image-search.ts";
import { type BigGoClient, type BigGoClientOptions, createBigGoClient } from "./index.ts";
import type { ProductsApi } from "./products.ts";
import { createVideosApi, type VideosApi } from "./videos.ts";
import { fromApiProduct, fromSearchProduct } from "./wire/product.ts";

/**
 * The client as the app uses it: the same calls, with the smaller models that it caches and sends to the page
 * (docs/decisions/0029-the-client-as-a-library.md).
 */
export interface AppClient
  extends Pick<
    BigGoClient,
    "checkPermission" | "upload" | "storeLinks" | "openMedia" | "serverNowMs" | "holdCalls" | "close"
  > {
  videos: VideosApi;
  products: ProductsApi;
  imageSearch: ImageSearchApi;
}

function createAppProducts({ search, history }: BigGoClient["products"]): ProductsApi {
  return {
    history,
    async search(query, region, page, signal) {
      const { products, ...totals } = await search(query, region, page, signal);
      return { ...totals, products: products.flatMap((found) => fromSearchProduct(found) ?? []) };
    },
  };
}

function createAppImageSearch({ uploadImage, findSimilar }: BigGoClient["imageSearch"]): ImageSearchApi {
  return {
    uploadImage,
    async findSimilar(key, region, signal) {
      return (await findSimilar(key, region, signal)).flatMap((found) => fromApiProduct(found) ?? []);
    },
  };
}

/** Creates the app's client for one account. */
export function createAppClient(options: BigGoClientOptions): AppClient {
  const { checkPermission, upload, storeLinks, openMedia, serverNowMs, holdCalls, close, ...client } =
    createBigGoClient(options);
  return {
    checkPermission,
    upload,
    storeLinks,
    openMedia,
    serverNowMs,
    holdCalls,
    close,
    videos: createVideosApi(client.videos),
    products: createAppProducts(client.products),
    imageSearch: createAppImageSearch(client.imageSearch),
  };
}
