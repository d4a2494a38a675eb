import type { Details } from "../../../shared/model/video.ts";
import { BigGoError } from "../../biggo/biggo-error.ts";
import type { UploadRequest } from "../../biggo/upload-video.ts";
import type { VideosApi } from "../../biggo/videos.ts";
import type { Video } from "../../biggo/wire/video.ts";
import { sampleVideo } from "../../biggo/wire/video-sample.ts";
import { type SimClock, simEpochMs } from "../../foundation/sim-clock.ts";
import { drawOutcome, drawRequestError } from "./sim-faults.ts";
import type { SimFile } from "./sim-files.ts";
import { simAspectRatio } from "./sim-intake.ts";
import type { SimRandom } from "./sim-random.ts";

/** A video on the simulated BigGo. */
export interface SimVideo {
  videoId: string;
  content: string;
  fileName: string;
  createdAtMs: number;
  /** Simulated time from which the listing shows the video, ms. */
  listedFromMs: number;
  lengthSeconds: number;
  /** Simulated time from which BigGo reports the length, ms: a video that is still processed has none. */
  lengthFromMs: number;
  details: Pick<Details, "title" | "description" | "access"> | null;
  /** Width / height. */
  aspectRatio: number;
  /** Uploaded from another device of the same account: nothing of it may be changed. */
  foreign: boolean;
}

export interface SimBigGo {
  videos: SimVideo[];
  /** The videos of an up-to-date library. */
  listed(): Video[];
  /** The client of a process. None of its requests settles once `isAlive` returns false. */
  clientFor(isAlive: () => boolean): {
    upload(request: UploadRequest): Promise<string>;
    videos: VideosApi;
    serverNowMs: () => number;
  };
  /** Sets the share of requests that fail, from 0 to 1. */
  setFaultShare(share: number): void;
  setListingLag(ms: number): void;
  /** Another device of the account uploads a video. */
  uploadElsewhere(kind: ForeignKind): void;
}

/**
 * What another device uploads: a video of another shape, or one whose description is written at once. One that was not
 * touched, of a file's length and shape, is uploaded only while the app is closed for hours: within the minutes in which an
 * attempt's own video may appear, only its pictures could distinguish them.
 */
export type ForeignKind = "other shape" | "described" | "alike";

interface SimBigGoDeps {
  clock: SimClock;
  random: SimRandom;
  files: Map<string, SimFile>;
  /** An attempt has reached the server. */
  onAttempt: (fileName: string) => void;
  /** The last bytes of a file were sent: only a response or a reconcile can determine the outcome. */
  onWholeBody: (fileName: string) => void;
  /** A running process received a response to a whole body, successful or not. */
  onResponse: (fileName: string) => void;
  /** A running process received a permanent refusal. */
  onPermanentRefusal: (fileName: string) => void;
  /** The server ended a connection that had waited with all bytes but the last sent. */
  onIdleTimeout: (fileName: string) => void;
  /** The app has changed a video of another device. */
  onForeignChanged: (videoId: string) => void;
}

/** Few lengths (seconds), so that uncertain uploads really are ambiguous. */
export const simLengths = [10, 10, 20, 30] as const;

const pageSize = 20;
/** How long the server keeps a connection on which nothing happens, ms. */
const idleTimeoutMs = 90_000;
/** How long a video may stay in BigGo's queue, ms. */
const processingDelaysMs = [0, 0, 3000, 60_000, 1_800_000];

/** Creates a BigGo that accepts each content once, may lag, and fails at random. */
export function createSimBigGo({
  clock,
  random,
  files,
  onAttempt,
  onWholeBody,
  onResponse,
  onPermanentRefusal,
  onForeignChanged,
  onIdleTimeout,
}: SimBigGoDeps): SimBigGo {
  const videos: SimVideo[] = [];
  let faultShare = 0;
  let listingLagMs = 0;

  /** Stores a video; null when the content is a duplicate. */
  const acceptBody = (fileName: string, content: string, lengthSeconds: number): SimVideo | null => {
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
      lengthFromMs: clock.trueMs() + random.pick(processingDelaysMs),
      details: null,
      aspectRatio: simAspectRatio,
      foreign: false,
    };
    videos.push(video);
    return video;
  };

  const uploadElsewhere = (kind: ForeignKind) => {
    const name = `foreign-${videos.length + 1}`;
    const video = acceptBody(name, name, random.pick(simLengths));
    if (video === null) return;
    video.foreign = true;
    if (kind === "other shape") video.aspectRatio = 1 / simAspectRatio;
    if (kind === "described") video.details = { title: name, description: "from a phone", access: "public" };
  };

  /** Runs a request of a process. It never settles once the process is dead. */
  const whileAlive = async <T>(isAlive: () => boolean, work: () => Promise<T>): Promise<T> => {
    const hangIfDead = async () => {
      if (!isAlive()) await new Promise(() => {});
    };
    try {
      const value = await work();
      await hangIfDead();
      return value;
    } catch (error) {
      await hangIfDead();
      throw error;
    }
  };

  /** A server ends a connection on which nothing happens, although all bytes but the last were received. */
  const waitForLastBytes = async (request: UploadRequest, isAlive: () => boolean) => {
    const startMs = clock.trueMs();
    let isOver = false;
    const ended = clock.sleep(idleTimeoutMs).then(() => {
      if (isOver || !isAlive() || request.signal.aborted) return;
      onIdleTimeout(request.source.fileName);
      throw new BigGoError("network", "closed while idle", { systemCode: "ECONNRESET" });
    });
    const ready = request.beforeLastBytes().finally(() => {
      isOver = true;
    });
    await Promise.race([ready, ended]);
    if (clock.trueMs() - startMs >= idleTimeoutMs) throw new BigGoError("network", "closed", { systemCode: "EPIPE" });
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
    await clock.sleep(random.integer(1, 50));
    checkAlive();
    if (breaksAt?.piece === 0) throw breaksAt.error;
    let piece = 0;
    for await (const _chunk of request.source.read()) {
      checkAlive();
      piece += 1;
      if (breaksAt?.piece === piece) throw breaksAt.error;
    }
    await waitForLastBytes(request, isAlive);
    checkAlive();
  };

  /** What the server received. */
  const sentContent = async (request: UploadRequest) =>
    "sentHash" in request.source && typeof request.source.sentHash === "function"
      ? String(await request.source.sentHash())
      : "";

  const upload = async (request: UploadRequest, isAlive: () => boolean): Promise<string> => {
    const { fileName } = request.source;
    const file = files.get(fileName);
    if (file === undefined) throw new Error(`no file ${fileName}`);
    const { lengthSeconds } = file;
    onAttempt(fileName);
    const outcome = drawOutcome(random, faultShare);
    const reportRefusal = () => {
      if (outcome.permanent && isAlive() && !request.signal.aborted) onPermanentRefusal(fileName);
    };
    try {
      await sendBody(request, outcome.breaksAt, isAlive);
    } catch (error) {
      if (error === outcome.breaksAt?.error) reportRefusal();
      throw error;
    }
    onWholeBody(fileName);
    const content = await sentContent(request);
    // The last bytes are sent: from here on the server does not depend on this process.
    const accepted = new Promise<SimVideo | null>((resolve) => {
      clock.after(random.integer(1, 300), () =>
        resolve(outcome.bodyAccepted ? acceptBody(fileName, content, lengthSeconds) : null),
      );
    });
    const video = await accepted;
    await clock.sleep(outcome.responseMs ?? random.integer(1, 300));
    if (request.signal.aborted) throw new BigGoError("aborted", "aborted");
    reportRefusal();
    if (isAlive()) onResponse(fileName);
    if (outcome.response !== null) throw outcome.response;
    if (video === null) throw new BigGoError("refused", "repeated video", { biggoCode: 1002 });
    return video.videoId;
  };

  const delayOrFail = async () => {
    await clock.sleep(random.integer(1, 100));
    if (random.chance(faultShare)) throw drawRequestError(random);
  };

  const asListed = (video: SimVideo): Video =>
    sampleVideo(video.videoId, {
      description: video.details?.description ?? "",
      access: video.details?.access ?? "public",
      createdAtMs: video.createdAtMs,
      ...(clock.trueMs() < video.lengthFromMs
        ? { lengthSeconds: null, aspectRatio: null, processing: true, complete: false }
        : { lengthSeconds: video.lengthSeconds, aspectRatio: video.aspectRatio }),
    });

  const api = (isAlive: () => boolean): VideosApi => {
    const list = (page: number) =>
      whileAlive(isAlive, async () => {
        await delayOrFail();
        const listed = videos.filter((video) => video.listedFromMs <= clock.trueMs()).toReversed();
        const from = (page - 1) * pageSize;
        return {
          videos: listed.slice(from, from + pageSize).map(asListed),
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
      get: (videoId) => whileAlive(isAlive, async () => delayOrFail().then(() => asListed(find(videoId)))),
      update: () => whileAlive(isAlive, delayOrFail),
      remove: () => whileAlive(isAlive, delayOrFail),
      replace: (videoId, { title, description, access }) =>
        whileAlive(isAlive, async () => {
          await delayOrFail();
          const video = find(videoId);
          if (video.foreign) onForeignChanged(videoId);
          video.details = { title, description, access };
          // Saved, but the response is lost. Saving is idempotent.
          if (random.chance(faultShare)) throw new BigGoError("network", "reset", { systemCode: "ECONNRESET" });
        }),
    };
  };

  return {
    videos,
    listed: () => videos.filter((video) => video.listedFromMs <= clock.trueMs()).map(asListed),
    clientFor: (isAlive) => ({
      upload: (request) => whileAlive(isAlive, () => upload(request, isAlive)),
      videos: api(isAlive),
      serverNowMs: () => simEpochMs + clock.trueMs(),
    }),
    setFaultShare(share) {
      faultShare = share;
    },
    setListingLag(ms) {
      listingLagMs = ms;
    },
    uploadElsewhere,
  };
}
