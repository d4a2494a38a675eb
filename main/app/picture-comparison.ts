import { randomUUID } from "node:crypto";
import type { PictureRequest, PictureVerdict } from "../../shared/model/pictures.ts";
import type { Video } from "../biggo/wire/video.ts";
import type { After } from "../foundation/clock.ts";

interface PictureComparisonDeps {
  /** Asks the page; false when there is none. */
  ask: (request: PictureRequest) => boolean;
  after: After;
}

/** Compares the pictures of videos on BigGo with local films, in the page: only Chromium can decode them. */
export interface PictureComparison {
  /** Resolves with `unknown` when there is no page, or it does not answer in time. Never rejects. */
  compare(uploadId: string, video: Video): Promise<PictureVerdict>;
  /** The page has compared. */
  answer(requestId: string, verdict: PictureVerdict): void;
  /** A video whose pictures are being compared: it may not be in the library yet. */
  video(videoId: string): Video | null;
}

/** How long the page may take, ms: it decodes frames all along the film. */
const timeoutMs = 20_000;
/** Thumbnails that are compared: more say nothing new. */
const maxThumbnails = 4;

/** Creates it. */
export function createPictureComparison({ ask, after }: PictureComparisonDeps): PictureComparison {
  const pending = new Map<string, { video: Video; resolve: (verdict: PictureVerdict) => void }>();
  /** Verdicts by upload and video: pictures of a processed video do not change by themselves. */
  const known = new Map<string, PictureVerdict>();

  return {
    async compare(uploadId, video) {
      const key = `${uploadId}\n${video.videoId}`;
      const before = known.get(key);
      const thumbnails = Math.min(maxThumbnails, video.thumbnailUrls.length);
      const hasCover = video.coverUrl !== null;
      if (before !== undefined || (!hasCover && thumbnails === 0)) return before ?? "unknown";
      const requestId = randomUUID();
      const { promise, resolve } = Promise.withResolvers<PictureVerdict>();
      pending.set(requestId, { video, resolve });
      const cancel = after(timeoutMs, () => resolve("unknown"));
      if (!ask({ requestId, uploadId, videoId: video.videoId, hasCover, thumbnails })) resolve("unknown");
      const verdict = await promise;
      cancel();
      pending.delete(requestId);
      if (verdict !== "unknown") known.set(key, verdict);
      return verdict;
    },
    answer: (requestId, verdict) => pending.get(requestId)?.resolve(verdict),
    video: (videoId) => [...pending.values()].find(({ video }) => video.videoId === videoId)?.video ?? null,
  };
}
