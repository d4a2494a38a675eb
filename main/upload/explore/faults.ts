import type { UploadEvent } from "../model/upload-event.ts";
import { engineRules, type Rules } from "./rules.ts";

const { transition, recover, reconcile, classifySendFailure } = engineRules;

function asBroken(event: UploadEvent): UploadEvent {
  if (event.type !== "sendFailed" || event.failure.kind !== "refused") return event;
  return { ...event, failure: { ...event.failure, kind: "broken" } };
}

/** Mistakes that an engine could make. Each replaces a rule in the exploration only, and must be found by it. */
export const faults = {
  /** After a crash, a row whose last bytes may have gone is sent again like any other. */
  "recover-confirming-as-queued": {
    ...engineRules,
    recover: (row, nowMs, policy) =>
      row.state.phase === "confirming"
        ? { row: { ...row, state: { phase: "queued" } }, effects: [] }
        : recover(row, nowMs, policy),
  },
  /** The last bytes go before the row is stored as confirming. */
  "forget-commit": { ...engineRules, commitsFirst: false },
  /** The first new video is adopted, whatever its length, shape and time. */
  "adopt-any-video": {
    ...engineRules,
    async reconcile(row, deps) {
      const { videos } = await deps.videos.listOwn(1);
      const first = videos.find(({ videoId }) => !deps.isTaken(videoId, row.id, row.attempt?.libraryMark ?? 0));
      return first === undefined ? { kind: "none" } : { kind: "one", videoId: first.videoId };
    },
  },
  /** A video that was created hours after the last bytes counts as created by them. */
  "ignore-time": {
    ...engineRules,
    reconcile: (row, deps) =>
      reconcile(row, {
        ...deps,
        videos: {
          ...deps.videos,
          async listOwn(page) {
            const listed = await deps.videos.listOwn(page);
            const createdAtMs = row.attempt?.bodies[0]?.toMs ?? 0;
            return { ...listed, videos: listed.videos.map((video) => ({ ...video, createdAtMs })) };
          },
        },
      }),
  },
  /** A refusal for good is waited out and tried again. */
  "resend-after-refusal": {
    ...engineRules,
    transition: (row, event, policy) => transition(row, asBroken(event), policy),
  },
  /** The file is sent again as soon as one reconcile finds nothing. */
  "send-again-at-once": {
    ...engineRules,
    transition: (row, event, policy) =>
      row.state.phase === "uncertain" && event.type === "reconciled" && event.found.kind === "none"
        ? { row: { ...row, state: { phase: "queued" } }, effects: [] }
        : transition(row, event, policy),
  },
  /** A gateway's 403 after the last bytes counts as BigGo's refusal. */
  "believe-gateways": {
    ...engineRules,
    classifySendFailure(error, lastBytesSent) {
      const failure = classifySendFailure(error, lastBytesSent);
      const isGateway = failure.kind === "unanswered" && failure.error.message.includes("403");
      return isGateway ? { kind: "refused", error: failure.error } : failure;
    },
  },
  /** An uncertain upload is not reconciled again after a restart. */
  "forget-reconcile": {
    ...engineRules,
    recover: (row, nowMs, policy) =>
      row.state.phase === "uncertain" ? { row, effects: [] } : recover(row, nowMs, policy),
  },
} as const satisfies Record<string, Rules>;

/** The name of a planted fault. */
export type FaultName = keyof typeof faults;
