import type { Details } from "../../../shared/model/video.ts";
import { BigGoError } from "../../biggo/biggo-error.ts";
import type { UploadRequest } from "../../biggo/upload-video.ts";
import type { VideosApi } from "../../biggo/videos.ts";
import type { Video } from "../../biggo/wire/video.ts";
import { sampleVideo } from "../../biggo/wire/video-sample.ts";
import { type SimClock, simEpochMs } from "../../foundation/sim-clock.ts";
import { drawFailure, drawFate } from "./sim-faults.ts";
import type { SimFile } from "./sim-files.ts";
import type { SimRandom } from "./sim-random.ts";

/** A video as the simulated BigGo has it. */
export interface SimVideo {
  videoId: string;
  content: string;
  fileName: string;
  createdAtMs: number;
  /** True time from which the listing shows it. */
  listedFromMs: number;
  lengthSeconds: number;
  /** True time from which BigGo tells its length: a video in the queue has none. */
  lengthFromMs: number;
  details: Pick<Details, "title" | "description" | "access"> | null;
}

export interface SimBigGo {
  videos: SimVideo[];
  /** What a library that has just been brought up to date shows. */
  listed(): Video[];
  /** What a running process talks to. Nothing it asked for is answered once `isAlive` is false. */
  clientFor(isAlive: () => boolean): { upload(request: UploadRequest): Promise<string>; videos: VideosApi };
  /** The share of requests that go wrong. */
  setFaultShare(share: number): void;
  setListingLag(ms: number): void;
}

interface SimBigGoDeps {
  clock: SimClock;
  random: SimRandom;
  files: Map<string, SimFile>;
  /** An attempt reached the server's door, or its whole body did. */
  onAttempt: (fileName: string) => void;
  /** The last bytes of a file were sent: only an answer, or a look, tells what became of it. */
  onWholeBody: (fileName: string) => void;
  /** A running process was given the answer to a whole body, whatever it says. */
  onAnswer: (fileName: string) => void;
  /** A running process was told no for good. */
  onRefusedForGood: (fileName: string) => void;
}

const pageSize = 20;
/** How long a video can be in BigGo's queue. */
const processingMs = [0, 0, 3000, 60_000, 1_800_000];

/** Builds a BigGo that takes each content once, may lag, and fails by chance. */
export function createSimBigGo({
  clock,
  random,
  files,
  onAttempt,
  onWholeBody,
  onAnswer,
  onRefusedForGood,
}: SimBigGoDeps): SimBigGo {
  const videos: SimVideo[] = [];
  let faultShare = 0;
  let listingLagMs = 0;

  const take = (fileName: string, content: string, lengthSeconds: number): SimVideo | null => {
    if (videos.some((video) => video.content === content)) return null;
    const createdAtMs = simEpochMs + clock.trueMs();
    const listedFromMs = clock.trueMs() + listingLagMs;
    const video = {
      videoId: `v${videos.length + 1}`,
      content,
      fileName,
      createdAtMs,
      listedFromMs,
      lengthSeconds,
      lengthFromMs: clock.trueMs() + random.pick(processingMs),
      details: null,
    };
    videos.push(video);
    return video;
  };

  /** A promise for a process that may die: of a dead one's requests nothing is ever heard. */
  const whileAlive = async <T>(isAlive: () => boolean, work: () => Promise<T>): Promise<T> => {
    const hear = async () => {
      if (!isAlive()) await new Promise(() => {});
    };
    try {
      const value = await work();
      await hear();
      return value;
    } catch (error) {
      await hear();
      throw error;
    }
  };

  const sendBody = async (
    request: UploadRequest,
    breaksAt: { piece: number; error: BigGoError } | null,
    isAlive: () => boolean,
  ) => {
    const checkAlive = () => {
      if (!isAlive()) throw new BigGoError("network", "the process is gone");
      if (request.signal.aborted) throw new BigGoError("aborted", "aborted");
    };
    await clock.sleep(random.whole(1, 50));
    checkAlive();
    if (breaksAt?.piece === 0) throw breaksAt.error;
    let piece = 0;
    for await (const _chunk of request.source.read()) {
      checkAlive();
      piece += 1;
      if (breaksAt?.piece === piece) throw breaksAt.error;
    }
    await request.beforeLastBytes();
    checkAlive();
  };

  const upload = async (request: UploadRequest, isAlive: () => boolean): Promise<string> => {
    const { fileName } = request.source;
    const file = files.get(fileName);
    if (file === undefined) throw new Error(`no file ${fileName}`);
    const { content, lengthSeconds } = file;
    onAttempt(fileName);
    const fate = drawFate(random, faultShare);
    const hearRefusal = () => {
      if (fate.permanent && isAlive() && !request.signal.aborted) onRefusedForGood(fileName);
    };
    try {
      await sendBody(request, fate.breaksAt, isAlive);
    } catch (error) {
      if (error === fate.breaksAt?.error) hearRefusal();
      throw error;
    }
    onWholeBody(fileName);
    // The last bytes are on the wire: what follows on the server no longer depends on this process.
    const taken = new Promise<SimVideo | null>((resolve) => {
      clock.after(random.whole(1, 300), () => resolve(fate.landed ? take(fileName, content, lengthSeconds) : null));
    });
    const video = await taken;
    await clock.sleep(random.whole(1, 300));
    if (request.signal.aborted) throw new BigGoError("aborted", "aborted");
    hearRefusal();
    if (isAlive()) onAnswer(fileName);
    if (fate.answer !== null) throw fate.answer;
    if (video === null) throw new BigGoError("refused", "repeated video", { biggoCode: 1002 });
    return video.videoId;
  };

  const mayFail = async () => {
    await clock.sleep(random.whole(1, 100));
    if (random.chance(faultShare)) throw drawFailure(random);
  };

  const shown = (video: SimVideo): Video =>
    sampleVideo(video.videoId, {
      description: video.details?.description ?? "",
      access: video.details?.access ?? "public",
      createdAtMs: video.createdAtMs,
      lengthSeconds: clock.trueMs() < video.lengthFromMs ? null : video.lengthSeconds,
    });

  const api = (isAlive: () => boolean): VideosApi => {
    const list = (page: number) =>
      whileAlive(isAlive, async () => {
        await mayFail();
        const listed = videos.filter((video) => video.listedFromMs <= clock.trueMs()).toReversed();
        const from = (page - 1) * pageSize;
        return {
          videos: listed.slice(from, from + pageSize).map(shown),
          unreadable: 0,
          owner: null,
          total: listed.length,
        };
      });
    const find = (videoId: string) => {
      const video = videos.find((each) => each.videoId === videoId);
      if (video === undefined) throw new BigGoError("refused", "no such video", { biggoCode: 1004 });
      return video;
    };
    return {
      listOwn: list,
      listLiked: list,
      listOf: (_userid, page) => list(page),
      get: (videoId) => whileAlive(isAlive, async () => mayFail().then(() => shown(find(videoId)))),
      update: () => whileAlive(isAlive, mayFail),
      remove: () => whileAlive(isAlive, mayFail),
      replace: (videoId, { title, description, access }) =>
        whileAlive(isAlive, async () => {
          await mayFail();
          find(videoId).details = { title, description, access };
          // Saved, and the answer lost: saving twice does no harm.
          if (random.chance(faultShare)) throw new BigGoError("network", "reset", { systemCode: "ECONNRESET" });
        }),
    };
  };

  return {
    videos,
    listed: () => videos.filter((video) => video.listedFromMs <= clock.trueMs()).map(shown),
    clientFor: (isAlive) => ({
      upload: (request) => whileAlive(isAlive, () => upload(request, isAlive)),
      videos: api(isAlive),
    }),
    setFaultShare(share) {
      faultShare = share;
    },
    setListingLag(ms) {
      listingLagMs = ms;
    },
  };
}
