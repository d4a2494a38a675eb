import { FileProblem } from "../files/file-problem.ts";
import type { SendFailure } from "../model/send-failure.ts";
import { type AnswerError, errorOf, lostAnswers, openingErrors, sendingErrors } from "./answer-errors.ts";
import { bodiesInVain } from "./check-body.ts";
import { librarySeen, report } from "./explored-app.ts";
import type { Rules } from "./rules.ts";
import { change, type Run, uploadOf } from "./run.ts";
import { benign, possible, type Step } from "./step.ts";
import { nameOf, type Transfer, type World } from "./world.ts";

function fail(run: Run, upload: number, { attempt, stage }: Transfer, error: Error): void {
  change(run.world, upload, { transfer: null });
  const failure = run.rules.classifySendFailure(error, stage === "whole");
  const isExcused = failure.kind === "broken" && run.world.offline;
  const reported: SendFailure = isExcused ? { kind: "unreachable", error: failure.error } : failure;
  const bodyStarted = stage !== "opening";
  report(run, upload, {
    type: "sendFailed",
    attempt,
    bodyStarted,
    failure: reported,
    atMs: run.world.nowMs,
    random: 0.5,
  });
}

const failing = (upload: number, transfer: Transfer, name: AnswerError): Step =>
  possible(`${nameOf(upload)}: ${name}`, (run) => fail(run, upload, transfer, errorOf(name)));

/** Runs `next` if the file is the one that was added, as each attempt verifies before its first and its last bytes. */
function verified(upload: number, transfer: Transfer, next: Step["apply"]): Step["apply"] {
  return (run) => {
    const { file } = uploadOf(run.world, upload);
    return file === "same" ? next(run) : fail(run, upload, transfer, new FileProblem(file, file));
  };
}

function opening(upload: number, transfer: Transfer): Step[] {
  const begin = verified(upload, transfer, ({ world }) =>
    change(world, upload, { transfer: { ...transfer, stage: "sending" } }),
  );
  return [
    benign(`${nameOf(upload)}: first bytes`, begin),
    ...openingErrors.map((name) => failing(upload, transfer, name)),
  ];
}

/** The library catches up with the listing, and the row is stored as confirming. */
function commitLastBytes(upload: number, transfer: Transfer, isTimeKnown: boolean): Step["apply"] {
  return verified(upload, transfer, (run) => {
    const { world, rules } = run;
    const unseen = world.videos.filter(({ videoId, listed }) => listed && !world.librarySeen.includes(videoId));
    world.librarySeen = [...world.librarySeen, ...unseen.map(({ videoId }) => videoId)];
    const body = isTimeKnown ? { fromMs: world.nowMs, toMs: world.nowMs } : null;
    const seen = { ...librarySeen(world), body };
    if (!rules.commitsFirst) return sendLastBytes(run, upload, transfer);
    report(run, upload, { type: "lastBytesReady", attempt: transfer.attempt, seen });
    const isConfirming = uploadOf(world, upload).row.state.phase === "confirming";
    change(world, upload, { transfer: isConfirming ? { ...transfer, stage: "committed" } : null });
  });
}

function sendLastBytes(run: Run, upload: number, transfer: Transfer): void {
  const { world } = run;
  run.violations.push(...bodiesInVain(world, upload));
  const { fingerprint } = uploadOf(world, upload).row;
  world.bodies.push({ content: fingerprint, upload, attempt: transfer.attempt, disowned: false });
  change(world, upload, { transfer: { ...transfer, stage: "whole" } });
}

function sending(world: World, rules: Rules, upload: number, transfer: Transfer): Step[] {
  const name = nameOf(upload);
  const { state } = uploadOf(world, upload).row;
  const isHeld = "held" in state && state.held;
  const isContested = rules.isContested(world, upload);
  const ready = [
    benign(`${name}: last bytes are ready and stored as confirming`, commitLastBytes(upload, transfer, true)),
    possible(`${name}: last bytes are ready while BigGo's clock is unknown`, commitLastBytes(upload, transfer, false)),
  ];
  const timeOut = benign(`${name}: the commit barrier times out`, (run) =>
    change(run.world, upload, { transfer: { ...transfer, barrierTimedOut: true } }),
  );
  const release = benign(`${name}: the pause outlasts the connection`, (run) =>
    report(run, upload, { type: "releaseConnection", attempt: transfer.attempt }),
  );
  return [
    ...(isHeld ? [release] : []),
    ...(isHeld || isContested || world.offline ? [] : ready),
    ...(isContested && !transfer.barrierTimedOut ? [timeOut] : []),
    ...sendingErrors.map((error) => failing(upload, transfer, error)),
  ];
}

function whole(world: World, upload: number, transfer: Transfer): Step[] {
  const name = nameOf(upload);
  const { answer, attempt } = transfer;
  const lost = lostAnswers.map((error) => failing(upload, transfer, error));
  const isOnItsWay = world.bodies.some((body) => body.upload === upload && body.attempt === attempt);
  const timeOut = { ...failing(upload, transfer, "no answer in time"), benign: true };
  if (answer === null && !isOnItsWay) return [timeOut, ...lost];
  if (answer === null || world.offline) return lost;
  const receive: Step["apply"] = (run) => {
    if ("error" in answer) return fail(run, upload, transfer, errorOf(answer.error));
    change(run.world, upload, { transfer: null });
    report(run, upload, { type: "arrived", attempt, videoId: answer.videoId });
  };
  const what = "error" in answer ? answer.error : answer.videoId;
  return [benign(`${name}: BigGo's answer arrives: ${what}`, receive), ...lost];
}

/** What may happen next to the request that uploads a file. */
export function transferSteps(world: World, rules: Rules, upload: number): Step[] {
  const { transfer } = uploadOf(world, upload);
  if (transfer === null || !world.running) return [];
  const stuck = benign(`${nameOf(upload)}: the connection is found dead`, (run) => {
    change(run.world, upload, { transfer: { ...transfer, suspect: false } });
    report(run, upload, { type: "stuck", attempt: transfer.attempt });
  });
  const isWatched = transfer.suspect && !world.offline;
  return [...(isWatched ? [stuck] : []), ...stepsOf(world, rules, upload, transfer)];
}

function stepsOf(world: World, rules: Rules, upload: number, transfer: Transfer): Step[] {
  switch (transfer.stage) {
    case "opening":
      return world.offline ? [failing(upload, transfer, "no connection")] : opening(upload, transfer);
    case "sending":
      return sending(world, rules, upload, transfer);
    case "committed":
      return [benign(`${nameOf(upload)}: the last bytes go`, (run) => sendLastBytes(run, upload, transfer))];
    case "whole":
      return whole(world, upload, transfer);
  }
}
