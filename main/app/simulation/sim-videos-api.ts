import { BigGoError } from "../../biggo/biggo-error.ts";
import type { VideosApi } from "../../biggo/videos.ts";
import type { Video } from "../../biggo/wire/video.ts";
import { sampleVideo } from "../../biggo/wire/video-sample.ts";
import type { SimClock } from "../../foundation/sim-clock.ts";
import type { SimConnection } from "./sim-connection.ts";
import { drawRequestError } from "./sim-faults.ts";
import type { SimRandom } from "./sim-random.ts";
import type { SimDetails, SimVideo } from "./sim-video.ts";

interface SimVideosApiDeps {
  clock: SimClock;
  random: SimRandom;
  videos: readonly SimVideo[];
  faultShare: () => number;
  /** The app changes a video: called before the change. */
  onChange: (video: SimVideo, changes: Partial<SimDetails>) => void;
  /** The app deletes a video. */
  onRemove: (video: SimVideo) => void;
}

const pageSize = 20;

/** The simulated calls for videos: BigGo reads its own videos at once, and each call may fail before or after it. */
export interface SimVideosApi {
  /** A video as BigGo lists it now. */
  listedVideos(): SimVideo[];
  callsOf(connection: SimConnection): VideosApi;
}

const gone = () => new BigGoError("refused", "no such video", { biggoCode: 1004 });

/** Creates it over the videos of a simulated BigGo. */
export function createSimVideosApi({ clock, random, videos, faultShare, ...deps }: SimVideosApiDeps): SimVideosApi {
  const delayOrFail = async () => {
    await clock.sleep(random.integer(1, 100));
    if (random.chance(faultShare())) throw drawRequestError(random);
  };
  /** Done, but the response is lost. */
  const loseResponse = () => {
    if (random.chance(faultShare())) throw new BigGoError("network", "reset", { systemCode: "ECONNRESET" });
  };

  const asListed = (video: SimVideo): Video =>
    sampleVideo(video.videoId, {
      description: video.details?.description ?? "",
      access: video.details?.access ?? "public",
      createdAtMs: video.createdAtMs,
      edited: video.details !== null,
      ...(clock.trueMs() < video.processedFromMs
        ? { lengthSeconds: null, aspectRatio: null, processing: true, complete: false }
        : { lengthSeconds: video.lengthSeconds, aspectRatio: video.aspectRatio }),
    });
  const listedVideos = () =>
    videos.filter(({ listedFromMs, deleted }) => listedFromMs <= clock.trueMs() && !deleted).toReversed();

  const find = (videoId: string): SimVideo => {
    const video = videos.find((each) => each.videoId === videoId);
    if (video === undefined || video.deleted) throw gone();
    return video;
  };
  const change = (videoId: string, changes: Partial<SimDetails>) => {
    const video = find(videoId);
    deps.onChange(video, changes);
    video.details = { title: "", description: "", access: "public", ...video.details, ...changes };
  };

  return {
    listedVideos,
    callsOf({ request }) {
      const list = (page: number) =>
        request(async () => {
          await delayOrFail();
          const listed = listedVideos();
          const shown = listed.slice((page - 1) * pageSize, page * pageSize).map(asListed);
          return { videos: shown, unreadable: 0, owner: null, total: listed.length };
        });
      return {
        listOwn: list,
        listLiked: list,
        listOf: (_userid, page) => list(page),
        get: (videoId) => request(async () => delayOrFail().then(() => asListed(find(videoId)))),
        update: (videoId, { title, description, access }) =>
          request(async () => {
            await delayOrFail();
            const fields = Object.entries({ title, description, access });
            change(videoId, Object.fromEntries(fields.filter(([, value]) => value !== undefined)));
            loseResponse();
          }),
        replace: (videoId, { title, description, access }) =>
          request(async () => {
            await delayOrFail();
            change(videoId, { title, description, access });
            loseResponse();
          }),
        remove: (videoId) =>
          request(async () => {
            await delayOrFail();
            const video = find(videoId);
            deps.onRemove(video);
            video.deleted = true;
            loseResponse();
          }),
      };
    },
  };
}
