import { checkUploadPermission, type UploadPermission } from "./account.ts";
import { type CallOptions, createCall } from "./call.ts";
import { createImageSearchApi, type ImageSearchApi } from "./image-search.ts";
import { createProductsApi, type ProductsApi } from "./products.ts";
import { createStoreLinksApi, type StoreLinksApi } from "./store-links.ts";
import { type Credentials, createTokenSource } from "./token.ts";
import { createTransport, defaultTimers, type Timers, type Transport } from "./transport.ts";
import { type UploadRequest, uploadVideo } from "./upload-video.ts";
import { createVideosApi, type VideosApi } from "./videos.ts";

/** BigGo, as one account sees it. Every call rejects with BigGoError; none but a token renewal is ever repeated. */
export interface BigGoClient {
  /** May this account upload, and whose is it? */
  checkPermission(signal?: AbortSignal): Promise<UploadPermission>;
  /** Sends one file; resolves with its `video_id`. See {@link uploadVideo}. */
  upload(request: UploadRequest): Promise<string>;
  videos: VideosApi;
  products: ProductsApi;
  imageSearch: ImageSearchApi;
  storeLinks: StoreLinksApi;
  openMedia: Transport["openMedia"];
  close(): Promise<void>;
}

export interface BigGoClientOptions {
  /** Without a slash at its end. */
  baseUrl: string;
  /** Where the store lookups are, when not beside the API. */
  extensionUrl?: string;
  credentials: Credentials;
  /** The value of the `region` header; null sends none. */
  region?: () => string | null;
  timers?: Partial<Timers>;
  resolveProxy?: (url: string) => Promise<string | null>;
  /** Epoch ms. */
  now?: () => number;
  /** Monotonic ms. */
  monotonicNow?: () => number;
}

/** BigGo's own hosts. */
export const biggoHosts = { api: "https://api.biggo.com", extension: "https://extension.biggo.com" } as const;

/** Builds a client for one account. */
export function createBigGoClient(options: BigGoClientOptions): BigGoClient {
  const {
    baseUrl,
    extensionUrl = baseUrl === biggoHosts.api ? biggoHosts.extension : baseUrl,
    credentials,
    region = () => null,
    now = Date.now,
    monotonicNow = () => performance.now(),
  } = options;
  const transport = createTransport({
    timers: { ...defaultTimers, ...options.timers },
    resolveProxy: options.resolveProxy ?? (async () => null),
  });
  const tokens = createTokenSource({ baseUrl, credentials, transport, now, monotonicNow });
  const callOptions: CallOptions = { baseUrl, transport, tokens, region, now };
  const call = createCall(callOptions);
  return {
    checkPermission: (signal) => checkUploadPermission(call, signal),
    upload: (request) => uploadVideo(callOptions, request),
    videos: createVideosApi(call),
    products: createProductsApi(call),
    imageSearch: createImageSearchApi(call),
    storeLinks: createStoreLinksApi({ baseUrl: extensionUrl, transport, now }),
    openMedia: transport.openMedia,
    close: () => transport.close(),
  };
}
