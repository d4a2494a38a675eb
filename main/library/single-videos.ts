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
  /** Takes a video as BigGo tells it now. */
  receive: (videos: Video[]) => void;
  /** Stores a video as BigGo is known to have it. */
  keepSeen: (videos: Video[]) => void;
  onSaved: (videoId: string) => void;
  /** The list is another one now; null for the id where whoever asked for it is answered with it. */
  onProducts: (videoId: string | null, products: readonly VideoProduct[]) => void;
  /** The list was looked at, and is what it was. */
  onChecked: () => void;
  /** Epoch ms. */
  now: () => number;
}

/** One video at a time: BigGo tells more of a single video than of those in a listing. */
export interface SingleVideos {
  /** Asks BigGo. Rejects with BigGoError. */
  fetch(videoId: string): Promise<Video>;
  /** The same, where not reaching it loses nothing. */
  refresh(videoId: string): Promise<void>;
  /** What BigGo is known to have of its details, without asking. */
  known(videoId: string): KnownDetails;
  /** What BigGo has of its details now. Rejects with BigGoError. */
  current(videoId: string): Promise<KnownDetails>;
  /** BigGo has these changes. */
  saved(videoId: string, patch: DetailsPatch): void;
  /** The products, with what was changed here laid over them; the last word of BigGo where it cannot be asked now. */
  list(videoId: string): Promise<TaggedProduct[]>;
}

/** Builds them over the library's stores. */
export function createSingleVideos(deps: SingleVideosDeps): SingleVideos {
  const { cache, store, products, now } = deps;

  const read = async (videoId: string, isForList: boolean): Promise<Video> => {
    const video = await deps.getVideo(videoId);
    if (products.take(video, now())) deps.onProducts(isForList ? null : videoId, video.products);
    else deps.onChecked();
    deps.receive([video]);
    return video;
  };
  const fetch = (videoId: string) => read(videoId, false);
  // A video that was only just sent may not be there yet; the watch goes on.
  const refresh = async (videoId: string) => {
    await fetch(videoId).catch(() => null);
  };
  const known = (videoId: string): KnownDetails => {
    const video = cache.get(videoId)?.video;
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
      const cached = cache.get(videoId)?.video;
      if (cached === undefined) return;
      const description = patch.description ?? cached.description;
      const access = patch.access ?? cached.access;
      const productCount = patch.products?.length ?? cached.productCount;
      if (patch.products !== undefined) {
        products.put(videoId, patch.products, now());
        deps.onProducts(videoId, []);
      }
      deps.keepSeen([{ ...cached, description, access, productCount }]);
      if (patch.coverTimeMs === undefined) return;
      store.setCover(videoId, { timeMs: patch.coverTimeMs, savedAtMs: now() });
      void refresh(videoId);
    },
    async list(videoId) {
      const asked = await read(videoId, true).then(
        () => null,
        (error: unknown) => error,
      );
      const list = store.get(videoId)?.patch.products ?? products.get(videoId)?.products;
      if (list === undefined) throw asked;
      return list;
    },
  };
}
