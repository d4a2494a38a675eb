import type { VideoStatus } from "../model/upload-event.ts";
import { videoIdOf } from "../model/upload-row.ts";
import { refusals } from "./answer-errors.ts";
import { exploredShape } from "./create-world.ts";
import { report } from "./explored-app.ts";
import { change, uploadOf } from "./run.ts";
import { benign, possible, type Step } from "./step.ts";
import { type Answer, type Body, type ExploredVideo, nameOf, type World } from "./world.ts";

/** A video that was uploaded now. */
export function newVideo(world: World, content: string, changes: Partial<ExploredVideo> = {}): ExploredVideo {
  return {
    videoId: `v${world.videos.length + 1}`,
    content,
    origin: "upload",
    createdAtMs: world.nowMs,
    aspectRatio: exploredShape,
    status: "processing",
    listed: false,
    touched: false,
    revision: 0,
    disowned: false,
    ...changes,
  };
}

/** BigGo has processed a body: its answer goes to the transfer that sent it, if that still listens. */
function answer(world: World, body: Body, value: Answer | null): void {
  world.bodies = world.bodies.filter((each) => each !== body);
  const { transfer } = uploadOf(world, body.upload);
  if (transfer?.attempt === body.attempt && transfer.stage === "whole")
    change(world, body.upload, { transfer: { ...transfer, answer: value } });
}

function bodySteps(world: World, body: Body): Step[] {
  const of = `${nameOf(body.upload)}'s body`;
  const isRepeat = world.videos.some(({ content, status }) => content === body.content && status !== "gone");
  const refuseRepeat = benign(`BigGo has the content of ${of} already`, (run) =>
    answer(run.world, body, { error: "exists already (1002)" }),
  );
  const store = benign(`BigGo stores ${of}`, (run) => {
    const video = newVideo(run.world, body.content, { disowned: body.disowned });
    run.world.videos.push(video);
    answer(run.world, body, { videoId: video.videoId });
  });
  const refuse = refusals.map((error) =>
    possible(`BigGo answers ${of}: ${error}`, (run) => answer(run.world, body, { error })),
  );
  const lose = possible(`${of} gets lost`, (run) => answer(run.world, body, null));
  return [isRepeat ? refuseRepeat : store, ...refuse, lose];
}

const update = (world: World, videoId: string, changes: Partial<ExploredVideo>) => {
  world.videos = world.videos.map((video) => (video.videoId === videoId ? { ...video, ...changes } : video));
};

function videoSteps(world: World, { videoId, status, listed }: ExploredVideo): Step[] {
  const list = benign(`the listing shows ${videoId}`, (run) => update(run.world, videoId, { listed: true }));
  const complete = benign(`BigGo completes ${videoId}`, (run) => update(run.world, videoId, { status: "complete" }));
  const broken = possible(`BigGo cannot convert ${videoId}`, (run) => update(run.world, videoId, { status: "broken" }));
  // Nothing else depends on whether a broken video is completed in the end.
  const isFollowed = world.uploads.some(({ row }) => videoIdOf(row) === videoId);
  const convert = status === "processing" ? [complete, broken] : status === "broken" && isFollowed ? [complete] : [];
  return [...(listed ? [] : [list]), ...convert];
}

/** The library reports the status of an upload's video. */
function statusSteps(world: World, upload: number): Step[] {
  const { row } = uploadOf(world, upload);
  const video = world.videos.find(({ videoId }) => videoId === videoIdOf(row));
  const isWatched = row.state.phase === "processing" || row.state.phase === "failed";
  if (video === undefined || !isWatched || !world.running || world.offline) return [];
  const status: VideoStatus = video.status;
  if (status === "processing") return [];
  return [
    benign(`${nameOf(upload)}: its video is ${status}`, (run) => {
      if (status === "gone") {
        const owned = [...run.world.ledger].filter(([, videoId]) => videoId !== video.videoId);
        run.world.ledger = new Map(owned);
      }
      report(run, upload, { type: "statusSeen", status, keywords: [], atMs: run.world.nowMs });
    }),
  ];
}

/** What BigGo may do next. */
export function biggoSteps(world: World): Step[] {
  return [
    ...world.bodies.flatMap((body) => bodySteps(world, body)),
    ...world.videos.flatMap((video) => videoSteps(world, video)),
    ...world.uploads.flatMap((_, upload) => statusSteps(world, upload)),
  ];
}
