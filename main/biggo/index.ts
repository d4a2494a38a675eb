/**
 * The BigGo client as a library: the public entry. Types are exported here; the values beside {@link createBigGoClient}
 * are imported from their own files (`codes.ts`, `biggo-error.ts`, `details-not-saved-error.ts`). See
 * docs/biggo-client.md.
 */
import type { Region } from "../../shared/model/account.ts";
import { checkUploadPermission, hasUploadPermission, type UploadPermission } from "./account.ts";
import { type CallOptions, createCall } from "./call.ts";
import { createImageSearchApi, type ImageSearchApi } from "./image-search.ts";
import type { LocalServer } from "./local-server.ts";
import { createProductsApi, type ProductsApi } from "./products.ts";
import { noProxyAuth, type ProxyAuth } from "./proxy-auth.ts";
import type { ResolveProxy } from "./proxy-routes.ts";
import { type ApiRequest, sendRequest } from "./request.ts";
import { createRequestGate, defaultWaitLimits, type WaitLimits } from "./request-gate.ts";
import { createServerClock } from "./server-clock.ts";
import { createStoreLinksApi, type StoreLinksApi } from "./store-links.ts";
import { type Credentials, type CredentialsSource, createTokenSource } from "./token.ts";
import { createTransport, defaultTimers, type Timers, type Transport } from "./transport.ts";
import { createUploadFile, type UploadFile } from "./upload-file.ts";
import { createUploadVideo, type UploadVideo } from "./upload-video.ts";
import { createUserResource, type UserResource } from "./user-resource.ts";
import { createVideoResource, type VideoResource } from "./video-resource.ts";
import type { ApiProduct } from "./wire/api-product.ts";
import type { SearchProduct } from "./wire/search-product.ts";

export type { Access } from "../../shared/model/video.ts";
export type { UploadFileOptions } from "./upload-file.ts";
export type { VideoChanges } from "./video-changes.ts";
export type { ListingCounts, VideoListing } from "./video-listing.ts";
export type { VideoDetails, VideoResponse } from "./video-resource.ts";
export type { ApiProductBase } from "./wire/api-product.ts";
export type { ApiUser } from "./wire/api-user.ts";
export type { ApiVideo } from "./wire/api-video.ts";
export type { ApiVideoDownload, ApiVideoMeta } from "./wire/api-video-meta.ts";
export type { ApiVideoStatus } from "./wire/process-status.ts";
export type {
  ApiProduct,
  ApiRequest,
  Credentials,
  CredentialsSource,
  LocalServer,
  SearchProduct,
  UploadPermission,
  UserResource,
  VideoResource,
};

/** BigGo for one account. Calls reject with BigGoError, and nothing is repeated except after a renewal of the token. */
export interface BigGoClient {
  /** Resolves with the account when it may upload; rejects otherwise. */
  checkPermission(signal?: AbortSignal): Promise<UploadPermission>;
  /** Whether the account may upload. Rejects when BigGo gives no verdict. */
  hasPermission(signal?: AbortSignal): Promise<boolean>;
  /** Uploads a file with its details and resolves with the video's id; see {@link UploadFile}. */
  uploadFile: UploadFile;
  /** One attempt to upload, with full control over its body; see {@link UploadVideo}. */
  upload: UploadVideo;
  videos: VideoResource;
  users: UserResource;
  products: ProductsApi<SearchProduct>;
  imageSearch: ImageSearchApi<ApiProduct>;
  storeLinks: StoreLinksApi;
  /** An authenticated call to any path of the API; see {@link sendRequest}. */
  request(request: ApiRequest): Promise<unknown>;
  openMedia: Transport["openMedia"];
  /** The time on BigGo's clock, epoch ms; null before the first call. */
  serverNowMs(): number | null;
  /** Keeps all calls to the API waiting for `ms`, as an earlier run was asked to: they reject, and nothing is sent. */
  holdCalls(ms: number): void;
  /** Closes all connections. Calls that are in progress fail. */
  close(): Promise<void>;
}

/** Options of {@link createBigGoClient}. Only the credentials are required. */
export interface BigGoClientOptions {
  /** The account's key, or a function that has it once it is needed: calls reject as it does. */
  credentials: CredentialsSource;
  /** The API's origin, without a trailing slash; by default BigGo's own. */
  baseUrl?: string | undefined;
  /** The origin of the store lookups; by default BigGo's own, or `baseUrl` when that is another host. */
  extensionUrl?: string | undefined;
  /** How to reach the server at `baseUrl` where it is one of this computer's for this program alone. */
  localServer?: LocalServer | null | undefined;
  /** The value of the `region` header, or a function that returns it for each call; null sends none (the default). */
  region?: Region | null | (() => string | null) | undefined;
  timers?: Partial<Timers> | undefined;
  /** Resolves with the proxies to try for a URL, in order ("http://host:port"); null, the default, connects directly. */
  resolveProxy?: ResolveProxy | undefined;
  /** Signs in to proxies that answer 407; by default none is signed in to. */
  proxyAuth?: ProxyAuth | undefined;
  /** Bounds of the time for which calls wait when BigGo asks for it (`Retry-After`), ms. */
  waitLimits?: WaitLimits | undefined;
  /** Called when BigGo asks all calls to wait; until then they reject with `rate-limited`, and nothing is sent. */
  onAskedToWait?: ((ms: number) => void) | undefined;
  /** Wall clock, epoch ms. */
  now?: (() => number) | undefined;
  /** Monotonic clock, ms. */
  monotonicNow?: (() => number) | undefined;
}

/** BigGo's own hosts. */
export const biggoHosts = { api: "https://api.biggo.com", extension: "https://extension.biggo.com" } as const;

function withDefaults(options: BigGoClientOptions) {
  const { baseUrl = biggoHosts.api, region = null } = options;
  return {
    baseUrl,
    extensionUrl: options.extensionUrl ?? (baseUrl === biggoHosts.api ? biggoHosts.extension : baseUrl),
    credentials: options.credentials,
    region: typeof region === "function" ? region : () => region,
    timers: { ...defaultTimers, ...options.timers },
    resolveProxy: options.resolveProxy ?? (async () => [null]),
    proxyAuth: options.proxyAuth ?? noProxyAuth,
    localServer: options.localServer ?? null,
    now: options.now ?? Date.now,
    monotonicNow: options.monotonicNow ?? (() => performance.now()),
    limits: options.waitLimits ?? defaultWaitLimits,
    onWait: options.onAskedToWait ?? (() => {}),
  };
}

/** Creates a client for one account. It opens connections when they are needed; `close` releases them. */
export function createBigGoClient(options: BigGoClientOptions): BigGoClient {
  const settings = withDefaults(options);
  const { baseUrl, extensionUrl, region } = settings;
  const gate = createRequestGate(settings);
  const serverClock = createServerClock(settings);
  const transport = createTransport({ ...settings, gate, serverClock });
  const tokens = createTokenSource({ ...settings, transport });
  const callOptions: CallOptions = { baseUrl, transport, tokens, region };
  const call = createCall(callOptions);
  const upload = createUploadVideo(callOptions);
  const videos = createVideoResource(call);
  return {
    checkPermission: (signal) => checkUploadPermission(call, signal),
    hasPermission: (signal) => hasUploadPermission(call, signal),
    uploadFile: createUploadFile({ upload, update: videos.update }),
    upload,
    videos,
    users: createUserResource(videos),
    products: createProductsApi(call),
    imageSearch: createImageSearchApi(call),
    storeLinks: createStoreLinksApi({ baseUrl: extensionUrl, transport }),
    request: (request) => sendRequest(call, request),
    openMedia: transport.openMedia,
    serverNowMs: serverClock.nowMs,
    holdCalls: (ms) => gate.hold(baseUrl, ms),
    close: () => transport.close(),
  };
}
