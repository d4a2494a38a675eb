import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { stat } from "node:fs/promises";
import { homedir } from "node:os";
import { basename } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import { type FSWatcher, watch } from "chokidar";
import { AppError } from "../../shared/errors.ts";
import type { AddChoices } from "../../shared/model/template.ts";
import type { WatchedFolder, WatchProblem } from "../../shared/model/watch.ts";
import type { OnUnreadable } from "../database/stored-rows.ts";
import type { After } from "../foundation/clock.ts";
import { isDocumentFolder, isIgnoredEntry } from "../foundation/ignored-names.ts";
import { displayPath } from "./display-path.ts";
import { type FileStamp, fileStamp } from "./file-stamp.ts";
import type { Readiness } from "./readiness.ts";
import { createWatchStore, type StoredFolder } from "./watch-store.ts";
import { createWatchedFiles, type WatchedFiles } from "./watched-files.ts";
import { isSibling, isWithin } from "./watched-paths.ts";

/** The outcome of offering a file to the queue. */
export type OfferResult = "added" | "known" | Pick<WatchProblem, "code" | "sidecar">;

export interface WatchedFoldersDeps {
  database: DatabaseSync;
  /** A stored folder is malformed: it is not watched. */
  onUnreadable?: OnUnreadable | undefined;
  /**
   * Adds a video to the queue with the choices of its folder, unless its content is already known; durable when it
   * resolves. `keepPrivate`: it must not become visible, whatever its sidecar says. Rejects when the queue cannot be
   * stored.
   */
  offer: (path: string, choices: AddChoices, keepPrivate: boolean) => Promise<OfferResult>;
  /** Whether a file that has stopped changing is complete. Never rejects. */
  readiness: (path: string) => Promise<Readiness>;
  /** A file the queue is missing may now be at this path. */
  moved: (path: string) => Promise<void>;
  /** The paths of the videos in a folder and its subfolders, and of the folders in it that cannot be read. */
  list: (folder: string) => Promise<{ videos: string[]; unreadable: string[] }>;
  isVideo: (path: string) => boolean;
  onChange: () => void;
  log: (line: string) => void;
  /** Monotonic ms. */
  monotonicNow: () => number;
  after: After;
}

/** Watched folders: new videos are added automatically, each once, including those added while the app was closed. */
export interface WatchedFolders {
  list(): WatchedFolder[];
  /**
   * Watches a folder; the videos already in it are added or skipped. Rejects with AppError `invalid-input` when it is
   * already watched, or overlaps with a watched folder; `folder-is-document` when it is another program's document.
   */
  add(path: string, choices: AddChoices, includeExisting: boolean): Promise<WatchedFolder>;
  setChoices(id: string, choices: AddChoices): void;
  remove(id: string): void;
  start(): void;
  stop(): Promise<void>;
}

interface FolderEntry {
  folder: StoredFolder;
  files: WatchedFiles;
  watcher: FSWatcher | null;
  present: boolean;
  cancel: () => void;
  /** Rescans that have failed in a row. */
  failures: number;
  problems: Map<string, HeldFile>;
  /** How many videos were added as private since the start, because it is unknown whether they are complete. */
  addedPrivate: number;
}

/** A file that could not be added, with its stamp at that time. */
interface HeldFile extends WatchProblem {
  stamp: string;
}

const maxDepth = 8;
/** How often a folder is rescanned in addition to file events, and at least while that fails, ms. */
const rescanMs = 2 * 60_000;
const maxRescanMs = 15 * 60_000;

const unreadableFolder = (path: string): HeldFile => ({
  fileName: basename(path),
  code: "folder-unreadable",
  sidecar: null,
  stamp: "",
});

/** Sequential: ten thousand at once would exceed the limit on open files. */
async function stampsOf(paths: readonly string[], folder: string): Promise<(FileStamp | null)[]> {
  const stamps: (FileStamp | null)[] = [];
  for (const path of paths) stamps.push(await fileStamp(path, folder));
  return stamps;
}

/** Builds the watch over its tables. */
export function createWatchedFolders(deps: WatchedFoldersDeps): WatchedFolders {
  const store = createWatchStore(deps.database, deps.onUnreadable);
  const entries = new Map<string, FolderEntry>();
  let started = false;

  /** Offers a settled file to the queue and marks it as seen, so that it is never offered again. */
  const offerSettled = async (entry: FolderEntry, path: string, readiness: Readiness) => {
    const { folder, problems } = entry;
    const stamp = await fileStamp(path, folder.path);
    if (stamp === null || entries.get(folder.id) !== entry) return;
    problems.delete(path);
    if (store.isSeen(folder.id, stamp)) await deps.moved(path);
    else {
      const keepPrivate = readiness === "unknown";
      const offered: OfferResult =
        readiness === "unfinished"
          ? { code: "file-unfinished", sidecar: null }
          : await deps.offer(path, folder.choices, keepPrivate);
      if (offered === "added" && keepPrivate) entry.addedPrivate += 1;
      if (offered === "known") await deps.moved(path);
      // Another program, such as a virus scanner, may hold the file for now: retry.
      if (typeof offered !== "string" && offered.code === "file-unreadable") throw new AppError("file-unreadable", "");
      // The upload row is stored first, or a crash in between would lose the file.
      if (typeof offered === "string") store.markSeen(folder.id, stamp);
      else problems.set(path, { fileName: basename(path), ...offered, stamp: stamp.byPath });
    }
    deps.onChange();
  };

  /** Handles a new or changed file. One already seen is not offered again, but an upload may be missing it. */
  const handleFile = async (entry: FolderEntry, path: string) => {
    const { folder, files, problems } = entry;
    if (deps.isVideo(path)) {
      const stamp = await fileStamp(path, folder.path);
      if (entries.get(folder.id) !== entry) return;
      if (stamp !== null && store.isSeen(folder.id, stamp)) return deps.moved(path);
    }
    // A changed sidecar may fix the problem of its video.
    const blockedVideo = [...problems.keys()].find((video) => isSibling(path, video));
    if (blockedVideo !== undefined) files.touch(blockedVideo);
    files.touch(path);
    deps.onChange();
  };

  /** Whether a rescan must handle a file: a refused file only once it has changed, any other file always. */
  const isDue = async ({ folder, problems }: FolderEntry, path: string): Promise<boolean> => {
    const problem = problems.get(path);
    if (problem === undefined || problem.sidecar !== null) return true;
    return (await fileStamp(path, folder.path))?.byPath !== problem.stamp;
  };

  const scan = async (entry: FolderEntry): Promise<void> => {
    const { folder, files, problems } = entry;
    entry.present = await stat(folder.path).then(
      (stats) => stats.isDirectory(),
      () => false,
    );
    if (!entry.present) return;
    const { videos, unreadable } = await deps.list(folder.path);
    for (const path of videos) {
      // One file that cannot be handled now keeps no other waiting.
      if (await isDue(entry, path)) await handleFile(entry, path).catch(() => files.touch(path));
    }
    const listed = new Set([...videos, ...unreadable]);
    for (const path of problems.keys()) if (!listed.has(path)) problems.delete(path);
    for (const path of unreadable) problems.set(path, unreadableFolder(path));
  };

  /**
   * Rescans a folder periodically, because events get lost (network drives, writes by another computer). A rescan that
   * fails is shown and repeated, at growing intervals.
   */
  const rescan = async (entry: FolderEntry): Promise<void> => {
    const { folder, problems } = entry;
    const failed = await scan(entry).then(
      () => false,
      () => true,
    );
    if (entries.get(folder.id) !== entry) return;
    entry.failures = failed ? entry.failures + 1 : 0;
    if (failed) {
      problems.set(folder.path, unreadableFolder(folder.path));
      deps.log(`A watched folder could not be listed (${entry.failures} in a row)`);
    }
    deps.onChange();
    const delayMs = Math.min(maxRescanMs, rescanMs * 2 ** entry.failures);
    entry.cancel = deps.after(delayMs, () => void rescan(entry));
  };

  const startWatching = (entry: FolderEntry) => {
    const { folder, files, problems } = entry;
    const watcher = watch(folder.path, {
      depth: maxDepth,
      // A symlink's target is outside the folder, and its creator would decide which file is published.
      followSymlinks: false,
      ignored: (path) => path !== folder.path && isIgnoredEntry(basename(path)),
    });
    entry.watcher = watcher;
    const onFileEvent = (path: string) => void handleFile(entry, path).catch(() => files.touch(path));
    watcher.on("add", onFileEvent).on("change", onFileEvent);
    watcher.on("unlink", (path) => {
      files.forget(path);
      problems.delete(path);
      deps.onChange();
    });
    watcher.on("error", (error) => {
      const code = error instanceof Error && "code" in error ? String(error.code) : "unknown";
      deps.log(`A watched folder cannot be followed: ${code}`);
    });
    entry.cancel = deps.after(rescanMs, () => void rescan(entry));
  };

  const open = (folder: StoredFolder): FolderEntry => {
    const entry: FolderEntry = {
      folder,
      problems: new Map(),
      failures: 0,
      addedPrivate: 0,
      watcher: null,
      present: existsSync(folder.path),
      cancel: () => {},
      files: createWatchedFiles({
        isVideo: deps.isVideo,
        stampOf: async (path) => (await fileStamp(path, folder.path))?.byPath ?? null,
        monotonicNow: deps.monotonicNow,
        after: deps.after,
        readiness: deps.readiness,
        onSettled: (path, readiness) => offerSettled(entry, path, readiness),
      }),
    };
    entries.set(folder.id, entry);
    if (started) startWatching(entry);
    return entry;
  };
  for (const folder of store.folders()) open(folder);

  const close = async ({ files, watcher, cancel }: FolderEntry) => {
    cancel();
    files.stop();
    await watcher?.close();
  };
  const viewOf = ({ folder, files, problems, present, addedPrivate }: FolderEntry): WatchedFolder => ({
    id: folder.id,
    name: basename(folder.path),
    location: displayPath(folder.path, homedir()),
    choices: folder.choices,
    present,
    pending: files.pending(),
    addedPrivate,
    problems: [...problems.values()].map(({ stamp: _, ...problem }) => problem),
  });
  const requireEntry = (id: string): FolderEntry => {
    const entry = entries.get(id);
    if (entry === undefined) throw new AppError("not-found", "No such watched folder");
    return entry;
  };

  return {
    list: () => [...entries.values()].map(viewOf),
    async add(path, choices, includeExisting) {
      const overlaps = [...entries.values()].some(
        ({ folder }) => isWithin(path, folder.path) || isWithin(folder.path, path),
      );
      if (overlaps)
        throw new AppError("invalid-input", "This folder is watched already", { details: { name: basename(path) } });
      if (isDocumentFolder(basename(path))) throw new AppError("folder-is-document", "Another program's document");
      const existing = includeExisting ? [] : await stampsOf((await deps.list(path)).videos, path);
      const folder = { id: randomUUID(), path, choices };
      store.add(
        folder,
        existing.filter((stamp) => stamp !== null),
      );
      const entry = open(folder);
      deps.onChange();
      return viewOf(entry);
    },
    setChoices(id, choices) {
      const entry = requireEntry(id);
      store.setChoices(id, choices);
      entry.folder.choices = choices;
      deps.onChange();
    },
    remove(id) {
      const entry = requireEntry(id);
      store.remove(id);
      entries.delete(id);
      void close(entry);
      deps.onChange();
    },
    start() {
      started = true;
      for (const entry of entries.values()) startWatching(entry);
    },
    async stop() {
      const all = [...entries.values()];
      entries.clear();
      await Promise.all(all.map(close));
    },
  };
}
