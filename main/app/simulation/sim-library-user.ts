import { isUnderWay } from "../../../shared/model/bulk.ts";
import type { Access } from "../../../shared/model/video.ts";
import type { SimDeletions } from "./sim-deletions.ts";
import { comparedFields, type SimEdits } from "./sim-edits.ts";
import type { SimProcess } from "./sim-process.ts";
import type { SimRandom } from "./sim-random.ts";
import type { SimVideo } from "./sim-video.ts";

interface SimLibraryUserDeps {
  process: () => SimProcess;
  random: SimRandom;
  edits: SimEdits;
  deletions: SimDeletions;
  /** All videos on BigGo. */
  videos: () => readonly SimVideo[];
  /** The user deletes these videos. */
  onDelete: (videoIds: readonly string[]) => void;
}

/** What a simulated user does with published videos. Foreign ones are left alone, so that any change of them is a defect. */
export interface SimLibraryUser {
  /** The window opens, and shows what can still be undone. */
  openWindow(): void;
  actAtRandom(): void;
  /** Settles conflicts and refusals, resumes what is paused, and opens the window. */
  settle(): void;
  /** Whether all changes of published videos have been carried out. */
  isSettled(): boolean;
}

const accesses: readonly Access[] = ["public", "private", "unlisted"];

/** Creates the user. */
export function createSimLibraryUser({
  process,
  random,
  edits,
  deletions,
  videos,
  onDelete,
}: SimLibraryUserDeps): SimLibraryUser {
  let count = 0;

  /** The result of a command; null when the process crashed in it. */
  const tryCommand = <T>(command: () => T): T | null => {
    try {
      const result = command();
      return process().isAlive() ? result : null;
    } catch (error) {
      if (process().isAlive()) throw error;
      return null;
    }
  };

  /** Videos of uploads that the window shows and whose processing is complete. */
  const shown = () => {
    const { runner } = process();
    return process()
      .library.snapshot()
      .videos.filter(({ videoId, status }) => status.complete && runner.ownerOf(videoId) !== undefined)
      .map(({ videoId }) => videoId);
  };

  const see = (videoId: string) => {
    const video = process().library.raw(videoId);
    for (const field of comparedFields) if (video !== null) edits.onSeen(videoId, field, video[field]);
  };

  const describe = (videoId: string) => {
    see(videoId);
    const description = `mine ${++count}`;
    const done = tryCommand(() => {
      process().videos.edit(videoId, { description });
      return true;
    });
    edits.onEdit(videoId, "description", description, done === true);
  };

  /** Jobs may still change a video that is changed now: either value is right. */
  const isInJob = (videoId: string) =>
    process()
      .bulk.list()
      .filter(isUnderWay)
      .some(({ id }) =>
        process()
          .bulk.items(id)
          .some((item) => item.videoId === videoId),
      );

  const setAccess = (videoId: string) => {
    see(videoId);
    const access = random.pick(accesses);
    const isClear = !isInJob(videoId);
    const done = tryCommand(() => {
      process().videos.edit(videoId, { access });
      return true;
    });
    edits.onEdit(videoId, "access", access, done === true && isClear);
  };

  const some = (ids: readonly string[]) => ids.filter(() => random.chance(0.6));

  const setAccessOfMany = (ids: readonly string[]) => {
    const access = random.pick(accesses);
    const chosen = some(ids);
    if (chosen.length === 0) return;
    // A job leaves a video alone that already is as wanted, as far as this app knows.
    const isChanged = (id: string) => process().videos.details(id)?.access !== access;
    const clear = new Set(chosen.filter((id) => !isInJob(id) && isChanged(id)));
    for (const id of chosen) {
      see(id);
      edits.onJob(id);
    }
    const job = tryCommand(() => process().bulk.start({ kind: "access", access }, chosen));
    for (const id of chosen) edits.onEdit(id, "access", access, job !== null && clear.has(id));
  };

  const changeJob = () => {
    const jobs = process().bulk.list();
    if (jobs.length === 0) return;
    const { id, paused, undoable, action } = random.pick(jobs);
    const act = random.pick(["pause", "cancel", "undo"] as const);
    if (act === "pause") return void tryCommand(() => process().bulk.setPaused(id, !paused));
    // What was changed already, and what not any more, is the job's to say.
    for (const { videoId } of process().bulk.items(id)) edits.onDoubt(videoId);
    if (act === "undo" && undoable) return void tryCommand(() => process().bulk.undo(id));
    const isWaiting = process()
      .bulk.items(id)
      .every(({ state }) => state === "waiting");
    const done = tryCommand(() => {
      process().bulk.cancel(id);
      return true;
    });
    if (action.kind !== "delete") return;
    if (isWaiting && done === true) deletions.onWithdrawn(id);
    else deletions.onDoubt(id);
  };

  const deleteSome = (ids: readonly string[]) => {
    const chosen = some(ids).slice(0, 2);
    if (chosen.length === 0) return;
    onDelete(chosen);
    if (random.chance(0.3)) {
      const job = tryCommand(() => process().bulk.start({ kind: "delete" }, chosen));
      deletions.onWanted(job?.id ?? null, chosen);
      return;
    }
    const deletion = tryCommand(() => process().library.delete(chosen));
    deletions.onWanted(deletion?.deletionId ?? null, chosen);
  };

  const undoDeletion = () => {
    const pending = process().library.offerUndos();
    if (pending.length === 0) return;
    const { deletionId } = random.pick(pending);
    deletions.onOffered(deletionId);
    const isUndone = tryCommand(() => process().library.undoDelete(deletionId));
    if (isUndone === true) deletions.onWithdrawn(deletionId);
    else if (isUndone === null) deletions.onDoubt(deletionId);
  };

  const offerUndos = () => {
    process().bulk.offerUndos();
    for (const { id, action, counts } of process().bulk.list())
      if (action.kind === "delete" && counts.waiting > 0) deletions.onOffered(id);
    for (const { deletionId } of process().library.offerUndos()) deletions.onOffered(deletionId);
  };

  const actions: readonly ((ids: readonly string[]) => void)[] = [
    (ids) => describe(random.pick(ids)),
    (ids) => describe(random.pick(ids)),
    (ids) => setAccess(random.pick(ids)),
    setAccessOfMany,
    changeJob,
    (ids) => {
      if (random.chance(0.3)) deleteSome(ids);
    },
    undoDeletion,
    offerUndos,
    () => void process().library.sync("all"),
  ];

  const settleEdits = () => {
    for (const videoId of process()
      .library.all()
      .map((video) => video.videoId)) {
      const edit = process().library.pendingEdit(videoId);
      if (edit === null) continue;
      for (const field of comparedFields)
        if (edit.theirs[field] !== undefined) edits.onSeen(videoId, field, edit.theirs[field]);
      if (Object.keys(edit.theirs).length > 0) tryCommand(() => process().library.resolveConflict(videoId, "mine"));
      else if (Object.keys(edit.held).length > 0) tryCommand(() => process().library.saveEdit(videoId));
    }
  };

  return {
    openWindow: () => void tryCommand(offerUndos),
    actAtRandom() {
      const ids = shown();
      if (ids.length > 0 && process().isAlive()) random.pick(actions)(ids);
    },
    settle() {
      offerUndos();
      settleEdits();
      for (const { id, paused } of process().bulk.list())
        if (paused) tryCommand(() => process().bulk.setPaused(id, false));
      for (const { id, action, counts } of process().bulk.list())
        if (action.kind === "delete" && (counts.failed ?? 0) > 0) tryCommand(() => process().bulk.retry(id));
    },
    isSettled() {
      const { library, bulk } = process();
      const hasEdits = library.all().some(({ videoId }) => library.pendingEdit(videoId) !== null);
      const isDeleted = deletions.left(videos()).length === 0 && library.offerUndos().length === 0;
      return !hasEdits && isDeleted && !bulk.list().some(isUnderWay);
    },
  };
}
