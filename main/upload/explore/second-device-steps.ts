import { newVideo } from "./biggo-steps.ts";
import { exploredShape, hourMs } from "./create-world.ts";
import type { Run } from "./run.ts";
import { possible, type Step } from "./step.ts";
import type { Budget, ExploredVideo, World } from "./world.ts";

const spend = (world: World, name: keyof Budget) => {
  world.budget = { ...world.budget, [name]: world.budget[name] - 1 };
};

/** Videos of another device that can be distinguished from an upload's own by something other than their pictures. */
const foreignVideos: readonly [string, Partial<ExploredVideo>][] = [
  ["a film of the same length and another shape", { aspectRatio: 1 / exploredShape }],
  ["a film and describes it", { touched: true, status: "complete" }],
  ["the file of A", { content: "A" }],
];

/**
 * Whether another device may upload such a video now. Within the minutes in which an upload's own video may appear, an
 * untouched one of its length and shape cannot be distinguished from it (docs/decisions/0008).
 */
function mayAppear({ videos, uploads, budget }: World, { content }: Partial<ExploredVideo>): boolean {
  if (budget.foreignVideos === 0) return false;
  if (content === undefined) return true;
  const isOpen = uploads.some(
    ({ row }) => row.fingerprint !== content && (row.uncertainBefore || row.state.phase === "confirming"),
  );
  return !isOpen && !videos.some((video) => video.content === content);
}

function foreignSteps(world: World): Step[] {
  const uploads = foreignVideos
    .filter(([, changes]) => mayAppear(world, changes))
    .map(([what, changes]) =>
      possible(`another device uploads ${what}`, (run) => {
        spend(run.world, "foreignVideos");
        const video = newVideo(run.world, "foreign", { origin: "another device", listed: true, ...changes });
        run.world.videos.push(video);
      }),
    );
  const changes = world.videos.filter(({ origin, status }) => origin === "upload" && status !== "gone");
  const replace = (run: Run, video: ExploredVideo, changed: Partial<ExploredVideo>) => {
    run.world.videos = run.world.videos.map((each) => (each === video ? { ...each, ...changed } : each));
  };
  const edits = changes
    .filter(({ touched }) => world.budget.foreignEdits > 0 && !touched)
    .map((video) =>
      possible(`another device edits ${video.videoId}`, (run) => {
        spend(run.world, "foreignEdits");
        replace(run, video, { touched: true });
      }),
    );
  const deletions = changes
    .filter(() => world.budget.deletions > 0)
    .map((video) =>
      possible(`another device deletes ${video.videoId}`, (run) => {
        spend(run.world, "deletions");
        replace(run, video, { status: "gone" });
      }),
    );
  return [...uploads, ...edits, ...deletions];
}

/** Hours in which nothing is sent: whatever was on its way has arrived or got lost by then. */
function absenceSteps(world: World): Step[] {
  const isQuiet = world.bodies.length === 0 && world.uploads.every(({ transfer }) => transfer === null);
  if (world.budget.absences === 0 || !isQuiet || world.videos.some(({ listed }) => !listed)) return [];
  const pass = (content: string | null) => (run: Run) => {
    spend(run.world, "absences");
    run.world.nowMs += hourMs;
    const foreign = { origin: "another device", listed: true, status: "complete" } as const;
    if (content !== null) run.world.videos.push(newVideo(run.world, content, foreign));
    run.world.nowMs += hourMs;
  };
  const isRepeat = world.videos.some(({ content, status }) => content === "A" && status !== "gone");
  return [
    possible("hours pass", pass(null)),
    possible("hours pass, and another device uploads a film of the same length and shape", pass("foreign")),
    ...(isRepeat ? [] : [possible("hours pass, and another device uploads the file of A", pass("A"))]),
  ];
}

/** What another device of the same account may do, and hours in which nothing happens here. */
export function secondDeviceSteps(world: World): Step[] {
  return [...foreignSteps(world), ...absenceSteps(world)];
}
