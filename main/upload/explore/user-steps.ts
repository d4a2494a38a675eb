import { isFinished, type UploadRow } from "../model/upload-row.ts";
import { exploredLength, exploredShape } from "./create-world.ts";
import { report } from "./explored-app.ts";
import { change, type Run, uploadOf, write } from "./run.ts";
import { benign, possible, type Step } from "./step.ts";
import { nameOf, type World } from "./world.ts";

/** The user says that none of the videos is this upload's: another body of it is their own decision. */
function disown(run: Run, upload: number): void {
  const { world } = run;
  const { fingerprint } = uploadOf(world, upload).row;
  const isOwn = ({ content }: { content: string }) => content === fingerprint;
  world.videos = world.videos.map((video) => (isOwn(video) ? { ...video, disowned: true } : video));
  world.bodies = world.bodies.map((body) => (isOwn(body) ? { ...body, disowned: true } : body));
}

function answerSteps(world: World, upload: number): Step[] {
  const { row } = uploadOf(world, upload);
  const { state } = row;
  if (state.phase !== "uncertain" || state.candidates.length === 0) return [];
  const name = nameOf(upload);
  const isOwn = (videoId: string) =>
    world.videos.some((video) => video.videoId === videoId && video.content === row.fingerprint);
  const isOwnedByOther = (videoId: string) =>
    world.uploads.some((other, index) => {
      const { state: held } = other.row;
      return index !== upload && "videoId" in held && held.videoId === videoId && held.phase !== "duplicate";
    });
  const choices = state.candidates
    .filter((videoId) => !isOwnedByOther(videoId))
    .map((videoId) => {
      const choose = (run: Run) => {
        if (!isOwn(videoId)) change(run.world, upload, { misledTo: videoId });
        report(run, upload, { type: "candidateChosen", videoId });
      };
      const label = `${name}: the user chooses ${videoId}`;
      return isOwn(videoId) ? benign(label, choose) : possible(label, choose);
    });
  const none = (run: Run) => {
    disown(run, upload);
    report(run, upload, { type: "candidateChosen", videoId: null });
  };
  const label = `${name}: the user chooses none of the videos`;
  return [...choices, state.candidates.some(isOwn) ? possible(label, none) : benign(label, none)];
}

function acceptChangedFile(run: Run, upload: number, row: UploadRow): void {
  change(run.world, upload, { file: "same", misledTo: null });
  report(run, upload, {
    type: "changedFileAccepted",
    file: row.file,
    fingerprint: `${row.fingerprint}'`,
    lengthSeconds: exploredLength,
    aspectRatio: exploredShape,
    media: null,
  });
}

/** The commands that each have an effect in some phases only. */
const commands = ["retryRequested", "pauseRequested"] as const;

function commandSteps(world: World, upload: number): Step[] {
  const { row, file, editsLeft } = uploadOf(world, upload);
  const name = nameOf(upload);
  const { phase } = row.state;
  const edit = possible(`${name}: the user edits the details`, (run) => {
    change(run.world, upload, { editsLeft: editsLeft - 1 });
    report(run, upload, { type: "detailsEdited", patch: { title: "edited" } });
  });
  const cancel = possible(`${name}: cancelRequested`, (run) =>
    report(run, upload, { type: "cancelRequested", atMs: run.world.nowMs }),
  );
  const resume = benign(`${name}: resumeRequested`, (run) => report(run, upload, { type: "resumeRequested" }));
  const accept = benign(`${name}: the user accepts the changed file`, (run) => acceptChangedFile(run, upload, row));
  const save = benign(`${name}: saveRequested`, (run) => report(run, upload, { type: "saveRequested" }));
  return [
    ...commands.map((type) => possible(`${name}: ${type}`, (run) => report(run, upload, { type }))),
    ...(isFinished(row) ? [] : [cancel]),
    ...(editsLeft > 0 ? [edit] : []),
    ...(phase === "paused" ? [resume] : []),
    ...(phase === "needsFile" && file === "changed" ? [accept] : []),
    ...(row.saveError === null ? [] : [save]),
  ];
}

function pauseQueue(run: Run, paused: boolean): void {
  const { world } = run;
  write(run, () => {
    world.paused = paused;
  });
  for (const [upload, { row }] of world.uploads.entries()) {
    if (row.state.phase === "sending") report(run, upload, { type: paused ? "queuePaused" : "queueResumed" });
  }
}

/** What the user may do next. */
export function userSteps(world: World): Step[] {
  if (!world.running) return [];
  const pause = world.paused
    ? benign("the user resumes the queue", (run) => pauseQueue(run, false))
    : possible("the user pauses the queue", (run) => pauseQueue(run, true));
  const perUpload = world.uploads.flatMap((_, upload) => [
    ...commandSteps(world, upload),
    ...answerSteps(world, upload),
  ]);
  return [pause, ...perUpload];
}
