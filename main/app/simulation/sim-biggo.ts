import { BigGoError } from "../../biggo/biggo-error.ts";
import type { UploadRequest } from "../../biggo/upload-video.ts";
import type { VideosApi } from "../../biggo/videos.ts";
import { type SimClock, simEpochMs } from "../../foundation/sim-clock.ts";
import type { SimConnection } from "./sim-connection.ts";
import { drawOutcome } from "./sim-faults.ts";
import type { SimFile } from "./sim-files.ts";
import { simAspectRatio } from "./sim-intake.ts";
import type { SimRandom } from "./sim-random.ts";
import type { SimDetails, SimVideo } from "./sim-video.ts";
import { createSimVideosApi } from "./sim-videos-api.ts";

export interface SimBigGo {
  videos: SimVideo[];
  /** The client of a process, over its connections. */
  clientFor(connection: SimConnection): {
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
  /** The app changes a video: called before the change. */
  onChange: (video: SimVideo, changes: Partial<SimDetails>) => void;
  /** The app deletes a video. */
  onRemove: (video: SimVideo) => void;
}

/** Few lengths (seconds), so that uncertain uploads really are ambiguous. */
export const simLengths = [10, 10, 20, 30] as const;

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
  onIdleTimeout,
  onChange,
  onRemove,
}: SimBigGoDeps): SimBigGo {
  const videos: SimVideo[] = [];
  let faultShare = 0;
  let listingLagMs = 0;

  /** Stores a video; null when the content is a duplicate. */
  const acceptBody = (fileName: string, content: string, lengthSeconds: number): SimVideo | null => {
    if (videos.some((video) => video.content === content && !video.deleted)) return null;
    const createdAtMs = Math.floor(simEpochMs + clock.trueMs());
    const listedFromMs = clock.trueMs() + listingLagMs;
    const video = {
      videoId: `v${videos.length + 1}`,
      content,
      fileName,
      createdAtMs,
      listedFromMs,
      lengthSeconds,
      processedFromMs: clock.trueMs() + random.pick(processingDelaysMs),
      details: null,
      aspectRatio: simAspectRatio,
      foreign: false,
      deleted: false,
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

  /** A server ends a connection on which nothing happens, although all bytes but the last were received. */
  const waitForLastBytes = async (request: UploadRequest, connection: SimConnection) => {
    const [startMs, sleeps] = [clock.trueMs(), connection.sleeps()];
    let isOver = false;
    const ended = clock.sleep(idleTimeoutMs).then(() => {
      if (isOver || !connection.isAlive() || request.signal.aborted) return;
      if (!connection.hasSleptSince(sleeps)) onIdleTimeout(request.source.fileName);
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
    connection: SimConnection,
  ) => {
    const sleeps = connection.sleeps();
    const checkAlive = () => {
      if (connection.hasSleptSince(sleeps))
        throw new BigGoError("network", "lost in a sleep", { systemCode: "ECONNRESET" });
      if (!connection.isAlive()) throw new BigGoError("network", "the process is gone");
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
    await waitForLastBytes(request, connection);
    checkAlive();
  };

  /** What the server received. */
  const sentContent = async (request: UploadRequest) =>
    "sentHash" in request.source && typeof request.source.sentHash === "function"
      ? String(await request.source.sentHash())
      : "";

  const upload = async (request: UploadRequest, connection: SimConnection): Promise<string> => {
    const { fileName } = request.source;
    const file = files.get(fileName);
    if (file === undefined) throw new Error(`no file ${fileName}`);
    const { lengthSeconds } = file;
    const { isAlive } = connection;
    const sleeps = connection.sleeps();
    onAttempt(fileName);
    const outcome = drawOutcome(random, faultShare);
    const reportRefusal = () => {
      if (outcome.permanent && isAlive() && !connection.hasSleptSince(sleeps) && !request.signal.aborted)
        onPermanentRefusal(fileName);
    };
    try {
      if (outcome.redirected === true) for await (const _chunk of request.source.read()) break;
      await sendBody(request, outcome.breaksAt, connection);
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
    if (isAlive() && !connection.hasSleptSince(sleeps)) onResponse(fileName);
    if (outcome.response !== null) throw outcome.response;
    if (video === null) throw new BigGoError("refused", "repeated video", { biggoCode: 1002 });
    return video.videoId;
  };

  const api = createSimVideosApi({ clock, random, videos, faultShare: () => faultShare, onChange, onRemove });

  return {
    videos,
    clientFor: (connection) => ({
      upload: (request) => connection.request(() => upload(request, connection)),
      videos: api.callsOf(connection),
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
