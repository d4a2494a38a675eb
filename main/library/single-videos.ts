import type { TaggedProduct } from "../../shared/model/product.ts";
import type { DetailsPatch, KnownDetails } from "../../shared/model/video.ts";
import type { VideosApi } from "../biggo/videos.ts";
import type { Video, VideoProduct } from "../biggo/wire/video.ts";
import type { EditStore } from "./edit-store.ts";
import type { VideoCache } from "./video-cache.ts";
import type { VideoProducts } from "./video-products.ts";

export interface SingleVideosDeps {
  getVideo: VideosApi["get"];
  cache: Pick<VideoCache, "get">;
  store: EditStore;
  products: VideoProducts;
  /** Receives videos as BigGo returns them now. */
  receive: (videos: Video[]) => void;
  /** Caches videos as BigGo is known to have them. */
  cacheVideos: (videos: Video[]) => void;
  onSaved: (videoId: string) => void;
  /** The product list changed; the id is null when the list was read for a caller, who gets it as the result. */
  onProducts: (videoId: string | null, products: readonly VideoProduct[]) => void;
  /** The product list was read and has not changed. */
  onChecked: () => void;
  /** Epoch ms. */
  now: () => number;
}

/** Reads videos one at a time: BigGo returns more fields for a single video than in a listing. */
export interface SingleVideos {
  /** Reads the video from BigGo. Rejects with BigGoError. */
  fetch(videoId: string): Promise<Video>;
  /** Like {@link fetch}, but ignores failures. Never rejects. */
  refresh(videoId: string): Promise<void>;
  /** The details BigGo is known to have, from the cache. */
  known(videoId: string): KnownDetails;
  /** The details BigGo has now. Rejects with BigGoError. */
  current(videoId: string): Promise<KnownDetails>;
  /** BigGo has confirmed these changes. */
  saved(videoId: string, patch: DetailsPatch): void;
  /**
   * The products with the pending edit applied. Falls back to the cached list when BigGo cannot be reached; rejects
   * with its error when there is none.
   */
  list(videoId: string): Promise<TaggedProduct[]>;
}

/** Builds the reads over the library's stores. */
export function createSingleVideos(deps: SingleVideosDeps): SingleVideos {
  const { cache, store, products, now } = deps;

  const read = async (videoId: string, isForCaller: boolean): Promise<Video> => {
    const video = await deps.getVideo(videoId);
    if (products.take(video, now())) deps.onProducts(isForCaller ? null : videoId, video.products);
    else deps.onChecked();
    deps.receive([video]);
    return video;
  };
  const fetch = (videoId: string) => read(videoId, false);
  // A video that was only just uploaded may not exist yet; the status watch keeps polling.
  const refresh = async (videoId: string) => {
    await fetch(videoId).catch(() => null);
  };
  const known = (videoId: string): KnownDetails => {
    const video = cache.get(videoId);
    const list = products.get(videoId)?.products;
    return {
      ...(video === undefined ? {} : { description: video.description, access: video.access }),
      ...(list === undefined ? {} : { products: list }),
    };
  };

  return {
    fetch,
    refresh,
    known,
    async current(videoId) {
      await fetch(videoId);
      return known(videoId);
    },
    saved(videoId, patch) {
      deps.onSaved(videoId);
      const cached = cache.get(videoId);
      if (cached === undefined) return;
      const description = patch.description ?? cached.description;
      const access = patch.access ?? cached.access;
      const productCount = patch.products?.length ?? cached.productCount;
      if (patch.products !== undefined) {
        products.put(videoId, patch.products, now());
        deps.onProducts(videoId, []);
      }
      deps.cacheVideos([{ ...cached, description, access, productCount }]);
      if (patch.coverTimeMs === undefined) return;
      store.setCover(videoId, { timeMs: patch.coverTimeMs, savedAtMs: now() });
      void refresh(videoId);
    },
    async list(videoId) {
      const failure = await read(videoId, true).then(
        () => null,
        (error: unknown) => error,
      );
      const list = store.get(videoId)?.patch.products ?? products.get(videoId)?.products;
      if (list === undefined) throw failure;
      return list;
    },
  };
}
