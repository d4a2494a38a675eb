import { AppError, type AppErrorValue } from "../../../shared/errors.ts";
import type { TaggedProduct } from "../../../shared/model/product.ts";
import type { Access } from "../../../shared/model/video.ts";
import { toErrorValue } from "../../biggo/app-error.ts";
import { BigGoError } from "../../biggo/biggo-error.ts";
import type { BigGoClient } from "../../biggo/client.ts";
import { unidentifiedIn } from "../../biggo/video-changes.ts";
import type { RetryPolicy } from "../model/retry-policy.ts";
import { type UploadRow, videoIdOf } from "../model/upload-row.ts";
import type { Runner } from "../queue/runner.ts";
import { detailsToSend } from "./details-to-send.ts";

export interface SaveDetailsDeps {
  client: Pick<BigGoClient, "videos">;
  runner: () => Pick<Runner, "get" | "report">;
  policy: RetryPolicy;
  random: () => number;
  /** Says which product a refusal of the details (1008) is about. Never rejects. */
  explain: (error: unknown, products: readonly TaggedProduct[]) => Promise<AppErrorValue>;
  /** The video's access is to become this. Throws when that cannot be stored now. */
  publish: (videoId: string, access: Access) => void;
  /** BigGo has confirmed a row's details. */
  onDetailsSaved: (videoId: string, row: UploadRow) => void;
  /** Runs what a key stands for after so many ms, in place of what it stood for before. */
  later: (key: string, ms: number, run: () => void) => void;
}

/** Details of rows on their way to videos that have arrived. What becomes of them is reported to the runner. */
export interface DetailsSaver {
  save(id: string): Promise<void>;
  /** Has a video that stayed private until it was complete become what was chosen. */
  publish(id: string): void;
}

/** How soon a video is published whose details are under way, ms. */
const publishAgainMs = 500;

/** Whether a refusal is about the way to BigGo, and not about what was to be saved. */
const isPassing = ({ retryable, code }: AppErrorValue) => retryable || code === "tls";

/** Builds the saver; nothing it does throws. */
export function createDetailsSaver(deps: SaveDetailsDeps): DetailsSaver {
  const { client, later } = deps;
  const saving = new Set<string>();

  /**
   * Details that are refused for another field's sake must not leave a video public that is not to be: its access is
   * sent alone. Gives back why the details, or now their access, are not saved.
   */
  const keepFromOthers = async (id: string, videoId: string, refusal: AppErrorValue): Promise<AppErrorValue> => {
    const row = deps.runner().get(id);
    // As it is wanted now: it took a while to find out what was refused.
    const access = row === undefined ? "public" : detailsToSend(row.details).access;
    if (isPassing(refusal) || access === "public") return refusal;
    return client.videos.update(videoId, { access }).then(
      () => refusal,
      (error: unknown) => {
        const value = toErrorValue(error);
        return isPassing(value) ? value : refusal;
      },
    );
  };

  const publish = (id: string) => {
    const row = deps.runner().get(id);
    const videoId = row === undefined ? null : videoIdOf(row);
    if (row === undefined || videoId === null || !row.details.stayPrivate) return;
    // A save under way may still say "private": what is published first would be taken back by it.
    if (saving.has(id)) return later(`publish ${id}`, publishAgainMs, () => publish(id));
    try {
      deps.publish(videoId, row.details.access);
      deps.runner().report(id, { type: "published" });
    } catch {
      // The library does not know the video yet, or cannot store the edit now.
      later(`publish ${id}`, deps.policy.storageProbeMs, () => publish(id));
    }
  };

  const save = async (id: string) => {
    const row = deps.runner().get(id);
    const videoId = row === undefined ? null : videoIdOf(row);
    // One save at a time for a row: the one under way is followed by another if the details moved on meanwhile.
    if (row === undefined || videoId === null || saving.has(id) || row.savedRevision >= row.detailsRevision) return;
    saving.add(id);
    const wanted = detailsToSend(row.details);
    try {
      const unidentified = unidentifiedIn(row.details.products);
      if (unidentified !== null) throw new AppError(unidentified.code, unidentified.message, unidentified);
      await client.videos.replace(videoId, wanted);
      saving.delete(id);
      deps.onDetailsSaved(videoId, row);
      deps.runner().report(id, { type: "detailsSaved", revision: row.detailsRevision });
    } catch (error) {
      const value = await keepFromOthers(id, videoId, await deps.explain(error, row.details.products));
      saving.delete(id);
      deps.runner().report(id, {
        type: "detailsFailed",
        revision: row.detailsRevision,
        error: value,
        random: deps.random(),
        retryAfterMs: error instanceof BigGoError ? error.retryAfterMs : undefined,
      });
    }
  };

  return { save, publish };
}
