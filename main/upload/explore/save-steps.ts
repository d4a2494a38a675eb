import type { AppErrorValue } from "../../../shared/errors.ts";
import { toErrorValue } from "../../biggo/app-error.ts";
import { videoIdOf } from "../model/upload-row.ts";
import { type AnswerError, errorOf } from "./answer-errors.ts";
import { report } from "./explored-app.ts";
import { change, type Run, uploadOf } from "./run.ts";
import { benign, possible, type Step } from "./step.ts";
import { nameOf, type World } from "./world.ts";

/** BigGo stores the details that are on their way. */
function storeDetails({ world, violations }: Run, upload: number, revision: number): void {
  const { row, misledTo } = uploadOf(world, upload);
  const videoId = videoIdOf(row);
  world.videos = world.videos.map((video) => {
    if (video.videoId !== videoId) return video;
    const isForeign = video.content !== row.fingerprint;
    if (isForeign && videoId !== misledTo)
      violations.push(`${nameOf(upload)} changes ${videoId}, which is not its own`);
    return { ...video, revision };
  });
}

function fail(run: Run, upload: number, revision: number, error: AppErrorValue): void {
  change(run.world, upload, { saving: null });
  report(run, upload, { type: "detailsFailed", revision, error, random: 0.5 });
}

/** What may become of the details that an upload has sent. */
export function saveSteps(world: World, upload: number): Step[] {
  const { saving: revision } = uploadOf(world, upload);
  if (revision === null) return [];
  const name = nameOf(upload);
  const failing = (label: string, error: AnswerError, isStored: boolean) =>
    possible(`${name}: ${label}`, (run) => {
      if (isStored) storeDetails(run, upload, revision);
      fail(run, upload, revision, toErrorValue(errorOf(error)));
    });
  const saved = benign(`${name}: BigGo stores the details`, (run) => {
    storeDetails(run, upload, revision);
    change(run.world, upload, { saving: null });
    report(run, upload, { type: "detailsSaved", revision });
  });
  return [
    ...(world.offline ? [] : [saved, failing("BigGo refuses the details", "refused (1006)", false)]),
    failing("the details get lost", "connection breaks", false),
    failing("BigGo stores the details, and its answer is lost", "connection breaks", true),
  ];
}
