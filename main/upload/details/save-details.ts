import { AppError, type AppErrorValue } from "../../../shared/errors.ts";
import type { TaggedProduct } from "../../../shared/model/product.ts";
import type { Access, KnownDetails } from "../../../shared/model/video.ts";
import type { AppClient } from "../../biggo/app-client.ts";
import { toErrorValue } from "../../biggo/app-error.ts";
import { BigGoError, saysGone } from "../../biggo/biggo-error.ts";
import { unidentifiedIn } from "../../biggo/video-changes.ts";
import type { RetryPolicy } from "../model/retry-policy.ts";
import { type UploadRow, videoIdOf } from "../model/upload-row.ts";
import type { Runner } from "../queue/runner.ts";
import { changedElsewhere } from "./changed-elsewhere.ts";
import { detailsToSend } from "./details-to-send.ts";

export interface SaveDetailsDeps {
  client: Pick<AppClient, "videos">;
  runner: () => Pick<Runner, "get" | "report">;
  policy: RetryPolicy;
  random: () => number;
  /** Finds out which product a refusal of the details (1008) is about. Never rejects. */
  explain: (error: unknown, products: readonly TaggedProduct[]) => Promise<AppErrorValue>;
  /** Changes the access of a video through the library. Throws when that cannot be stored now. */
  publish: (videoId: string, access: Access) => void;
  /** The video's details as BigGo has them now. Rejects with BigGoError. */
  currentDetails: (videoId: string) => Promise<KnownDetails>;
  /** BigGo has confirmed a row's details, except those that were changed elsewhere: their values there. */
  onDetailsSaved: (videoId: string, row: UploadRow, elsewhere: KnownDetails) => void;
  /** Runs work after `ms`; replaces work scheduled earlier under the same key. */
  schedule: (key: string, ms: number, run: () => void) => void;
}

/** Saves the details of uploads that have arrived. Reports each outcome to the runner. */
export interface DetailsSaver {
  /** `isNew`: no other device can have changed the video, so that it is not read first. */
  save(id: string, isNew?: boolean): Promise<void>;
  /** Applies the publish intent of a video that stayed private until it was complete. */
  publish(id: string): void;
}

/** How long publishing is postponed while the video's details are being saved, ms. */
const publishRetryMs = 500;

/** Whether an error concerns the connection to BigGo rather than the details. */
const isConnectionError = ({ retryable, code }: AppErrorValue) => retryable || code === "tls";

/** Creates the saver; none of its functions throw or reject. */
export function createDetailsSaver(deps: SaveDetailsDeps): DetailsSaver {
  const { client, schedule } = deps;
  const saving = new Set<string>();
  /** Rows whose video got another access by another device. */
  const accessIsTheirs = new Set<string>();
  /** What was last sent for each row by this process, whether or not it arrived. */
  const sent = new Map<string, KnownDetails>();

  /**
   * When BigGo refuses details because of another field, a video must still not stay public against the user's choice:
   * sends the access alone, unless another device has set it. Returns the error of the details, or a transient one of the access.
   */
  const enforceAccess = async (id: string, videoId: string, refusal: AppErrorValue): Promise<AppErrorValue> => {
    const row = deps.runner().get(id);
    // Read again, because it may have changed while the refusal was explained.
    const access = row === undefined ? "public" : detailsToSend(row.details).access;
    if (isConnectionError(refusal) || access === "public" || accessIsTheirs.has(id)) return refusal;
    return client.videos.update(videoId, { access }).then(
      () => refusal,
      (error: unknown) => {
        const value = toErrorValue(error);
        return isConnectionError(value) ? value : refusal;
      },
    );
  };

  const publish = (id: string) => {
    const row = deps.runner().get(id);
    const videoId = row === undefined ? null : videoIdOf(row);
    if (row === undefined || videoId === null || !row.details.stayPrivate) return;
    // A save in progress may still send "private" and would revert what is published first.
    if (saving.has(id)) return schedule(`publish ${id}`, publishRetryMs, () => publish(id));
    try {
      deps.publish(videoId, row.details.access);
      deps.runner().report(id, { type: "published" });
    } catch {
      // The library does not have the video yet, or cannot store the edit now.
      schedule(`publish ${id}`, deps.policy.storageProbeMs, () => publish(id));
    }
  };

  /** A video that cannot be read yet was only just created. */
  const readElsewhere = async ({ id, details }: UploadRow, videoId: string): Promise<KnownDetails> => {
    const current = await deps.currentDetails(videoId).catch((error: unknown) => {
      if (saysGone(error)) return {};
      throw error;
    });
    return changedElsewhere(current, { ...details, access: detailsToSend(details).access }, sent.get(id) ?? null);
  };

  /** Sends a row's details, except what was changed elsewhere; resolves with the values there. */
  const send = async (row: UploadRow, videoId: string, isNew: boolean): Promise<KnownDetails> => {
    const elsewhere = isNew ? {} : await readElsewhere(row, videoId);
    const { products, ...wanted } = detailsToSend(row.details);
    const { access, description } = wanted;
    sent.set(row.id, { access, description, products: [...row.details.products] });
    const kept = new Set(Object.keys(elsewhere));
    if (kept.has("access")) accessIsTheirs.add(row.id);
    else accessIsTheirs.delete(row.id);
    if (kept.size === 0) await client.videos.replace(videoId, { ...wanted, products });
    else {
      const changes = Object.entries({ ...wanted, products }).filter(([field]) => !kept.has(field));
      await client.videos.update(videoId, Object.fromEntries(changes));
    }
    return elsewhere;
  };

  const save = async (id: string, isNew = false) => {
    const row = deps.runner().get(id);
    const videoId = row === undefined ? null : videoIdOf(row);
    // One save at a time per row: another one follows if the details have changed meanwhile.
    if (row === undefined || videoId === null || saving.has(id) || row.savedRevision >= row.detailsRevision) return;
    saving.add(id);
    try {
      const unidentified = unidentifiedIn(row.details.products);
      if (unidentified !== null) throw new AppError(unidentified.code, unidentified.message, unidentified);
      const elsewhere = await send(row, videoId, isNew);
      saving.delete(id);
      deps.onDetailsSaved(videoId, row, elsewhere);
      deps.runner().report(id, { type: "detailsSaved", revision: row.detailsRevision });
    } catch (error) {
      const value = await enforceAccess(id, videoId, await deps.explain(error, row.details.products));
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
