import type { Holds } from "../../../shared/model/upload.ts";
import { newDetails } from "../../../shared/model/video.ts";
import { createSimClock } from "../../foundation/sim-clock.ts";
import { isFinished, type UploadRow, videoIdOf } from "../model/upload-row.ts";
import { sampleRow } from "../model/upload-row-sample.ts";
import { createSimBigGo } from "./sim-biggo.ts";
import { identityOf, type SimFile } from "./sim-files.ts";
import { type SimDisk, type SimProcess, startSimProcess } from "./sim-process.ts";
import { createSimRandom } from "./sim-random.ts";
import { createSimUser } from "./sim-user.ts";

/** What a seed gave: what was broken, and what happened on the way (for replaying). */
export interface SeedOutcome {
  violations: string[];
  trace: string[];
  /** How many times a body was begun, and how many crashes there were. */
  attempts: number;
  crashes: number;
}

/** Longest the world may take to come to rest once nothing goes wrong any more, ms of simulated time. */
const restWithinMs = 7 * 86_400_000;

function newRow(file: SimFile, position: number): UploadRow {
  return sampleRow({
    id: `row-${position}`,
    position,
    file: identityOf(file),
    fingerprint: file.content,
    lengthSeconds: file.lengthSeconds,
    state: { phase: "checking" },
    // Every other one is to stay private until it is complete, which nothing here ever is.
    details: { ...newDetails(file.name, "public"), stayPrivate: position % 2 === 0 },
  });
}

/**
 * Lives through one seeded world: a few files, crashes in the middle of commits, a network and a BigGo that fail, a
 * clock that is set, somebody who edits, pauses, cancels and moves files; then nothing goes wrong any more and it must
 * come to rest with nothing lost and nothing sent twice. The same seed always gives the same outcome.
 */
export async function runSeed(seed: number): Promise<SeedOutcome> {
  const random = createSimRandom(seed);
  const clock = createSimClock();
  const files = new Map<string, SimFile>();
  const disk: SimDisk = { rows: new Map(), ledger: new Map(), paused: false, rateLimitedUntilMs: null, commits: 0 };
  const violations: string[] = [];
  const trace: string[] = [];
  const allowedTitles = new Map<string, string[]>();
  /** Refused for good, and heard by the app. */
  const refused = new Set<string>();
  /** Sent whole, with nothing known of what became of it. */
  const open = new Set<string>();
  /** Answered to the process that runs now: a crash forgets it. */
  const answered = new Set<string>();
  let attempts = 0;
  let crashes = 0;
  let holds: Holds | null = null;
  let troubled = true;

  const note = (line: string) => void trace.push(`${clock.trueMs()} ${line}`);
  const violate = (line: string) => {
    violations.push(line);
    note(`VIOLATION ${line}`);
  };
  const rowOfFile = (name: string) => [...disk.rows.values()].find((row) => row.file.fileName === name);

  const biggo = createSimBigGo({
    clock,
    random,
    files,
    onAttempt(name) {
      attempts += 1;
      note(`attempt ${name}`);
      const row = rowOfFile(name);
      if (row !== undefined && videoIdOf(row) !== null)
        violate(`${name} is sent again although it has ${videoIdOf(row)}`);
      if (row !== undefined && disk.ledger.has(row.fingerprint))
        violate(`${name} is sent although the ledger knows it`);
      if (open.has(name))
        violate(`${name} is sent again though an earlier body may have arrived and was not reconciled for`);
      if (refused.has(name)) violate(`${name} is sent again after a permanent refusal`);
    },
    onWholeBody(name) {
      open.add(name);
      answered.delete(name);
    },
    onAnswer: (name) => void answered.add(name),
    onRefusedForGood(name) {
      refused.add(name);
      note(`refused for good ${name}`);
    },
  });

  // A crash forgets what was heard and not stored.
  const forgetUnstored = () => {
    answered.clear();
    for (const name of refused) if (rowOfFile(name)?.state.phase !== "failed") refused.delete(name);
  };

  const onCommit = (before: UploadRow | undefined, after: UploadRow) => {
    note(`${after.file.fileName} ${before?.state.phase ?? "new"} -> ${JSON.stringify(after.state)}`);
    const held =
      holds !== null && (holds.paused || holds.offline || holds.signedOut || holds.rateLimitedUntilMs !== null);
    if (before?.state.phase === "paused" && after.state.phase === "confirming")
      violate(`${after.file.fileName} is sent to its end although it is paused`);
    const granted = before?.state.phase === "queued" && after.state.phase === "sending";
    const whole = before?.state.phase === "sending" && after.state.phase === "confirming";
    if (whole && holds?.paused === true)
      violate(`${after.file.fileName} is sent to its end although the queue is paused`);
    if (granted && held) violate(`${after.file.fileName} is sent in spite of a hold`);
    // Known by an answer that was heard, or by a look or the person's word; what was cancelled meanwhile stays open.
    const { fileName } = after.file;
    const heard = before?.state.phase === "confirming" && answered.has(fileName);
    const lookedFor = before?.state.phase === "uncertain";
    const settled = !["confirming", "uncertain", "cancelled"].includes(after.state.phase);
    if ((heard || lookedFor) && settled) open.delete(fileName);
    if (before !== undefined && before.fingerprint !== after.fingerprint) open.delete(after.file.fileName);
    const givenUp = before?.state.phase === "uncertain" && after.state.phase === "queued";
    // The listing showed it during the whole last look, and the look did not find it.
    const overlooked = biggo.videos.find(
      (video) => video.content === after.fingerprint && video.listedFromMs < clock.trueMs() - 60_000,
    );
    if (givenUp && overlooked !== undefined)
      violate(`${after.file.fileName} is to be sent again although BigGo lists it`);
  };

  const start = (): SimProcess =>
    startSimProcess({
      disk,
      clock,
      random,
      files,
      biggo,
      onCommit,
      onHolds: (next) => {
        holds = next;
      },
      crashAt() {
        if (!troubled || crashes >= 4 || !random.chance(0.03)) return null;
        crashes += 1;
        const when = random.pick(["before", "after"] as const);
        note(`CRASH ${when} the commit`);
        return when;
      },
    });

  let process = start();
  const person = createSimUser({
    process: () => process,
    random,
    files,
    biggo,
    onEdit(id, title, kept) {
      const before = allowedTitles.get(id) ?? [];
      allowedTitles.set(id, kept ? [title] : [...before, title]);
      note(`typed ${id} ${title} ${kept ? "kept" : "not answered"}`);
    },
    onRetry: (id) => void refused.delete(disk.rows.get(id)?.file.fileName ?? ""),
  });

  const restart = async () => {
    // Nobody starts an app within a second of its end: what was on the wire has reached the server by then.
    const backMs = clock.trueMs() + 1500;
    clock.after(1500, () => {});
    while (clock.trueMs() < backMs) await clock.step();
    holds = null;
    forgetUnstored();
    note("start");
    process = start();
  };
  const addFiles = () => {
    const count = random.whole(1, 6);
    // Few lengths, so that several uncertain uploads really can be mistaken for each other.
    const rows = Array.from({ length: count }, (_, index) => {
      const file: SimFile = {
        name: `file-${index + 1}.mp4`,
        content: `content-${index + 1}`,
        sizeBytes: 1000,
        lengthSeconds: random.pick([10, 10, 20, 30]),
        version: 1,
        missing: false,
      };
      files.set(file.name, file);
      allowedTitles.set(`row-${index + 1}`, [file.name]);
      return newRow(file, index + 1);
    });
    try {
      process.runner.add(rows);
    } catch {
      // Crashed while adding: the person adds them again if they are not there.
    }
    return rows;
  };

  const rows = addFiles();
  biggo.setFaultShare(random.pick([0, 0.1, 0.3, 0.6]));
  biggo.setListingLag(random.pick([0, 0, 5000, 40_000]));
  const troubleUntilMs = random.whole(5000, 600_000);
  while (clock.trueMs() < troubleUntilMs) {
    if (!process.isAlive()) await restart();
    if (disk.rows.size === 0) {
      try {
        process.runner.add(rows);
      } catch {
        continue;
      }
    }
    if (random.chance(0.1)) person.actAtRandom();
    if (random.chance(0.01)) clock.setWallOffset(random.pick([0, 86_400_000, -86_400_000]));
    if (!(await clock.step())) break;
  }

  troubled = false;
  biggo.setFaultShare(0);
  note("no more trouble");
  const restMs = clock.trueMs() + restWithinMs;
  const atRest = () => process.runner.rows().every((row) => isFinished(row) || row.state.phase === "processing");
  let steps = 0;
  while (clock.trueMs() < restMs && steps < 20_000) {
    if (!process.isAlive()) await restart();
    if (steps % 20 === 0) person.settle();
    steps += 1;
    const saved = process.runner
      .rows()
      .every(
        (row) =>
          videoIdOf(row) === null ||
          row.savedRevision >= row.detailsRevision ||
          row.saveError !== null ||
          isFinished(row),
      );
    if (atRest() && saved) break;
    if (!(await clock.step())) person.settle();
  }

  for (const { id, file } of rows) {
    const row = process.runner.get(id);
    if (row === undefined) {
      violate(`${file.fileName} is lost`);
      continue;
    }
    if (!isFinished(row) && row.state.phase !== "processing")
      violate(`${file.fileName} never ends: ${JSON.stringify(row.state)}`);
    if (!(allowedTitles.get(id) ?? []).includes(row.details.title))
      violate(`${file.fileName} lost the title that was typed`);
    const video = biggo.videos.find((each) => each.videoId === videoIdOf(row));
    if (row.state.phase !== "processing") continue;
    if (video === undefined) violate(`${file.fileName} claims a video that is not there`);
    else if (video.content !== row.fingerprint) violate(`${file.fileName} claims the video of ${video.fileName}`);
    else if (video.details?.title !== row.details.title) violate(`${file.fileName} has other details on BigGo`);
    else if (video.details.access !== (row.details.stayPrivate ? "private" : "public"))
      violate(`${file.fileName} is seen by others`);
  }
  const claimed = rows.flatMap(({ id }) =>
    process.runner.get(id)?.state.phase === "processing" ? [videoIdOf(disk.rows.get(id) as UploadRow)] : [],
  );
  if (new Set(claimed).size < claimed.length) violate("two files claim one video");
  return { violations, trace, attempts, crashes };
}
