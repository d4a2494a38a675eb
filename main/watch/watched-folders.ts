import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { stat } from "node:fs/promises";
import { basename } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import { type FSWatcher, watch } from "chokidar";
import { AppError } from "../../shared/errors.ts";
import type { AddChoices } from "../../shared/model/template.ts";
import type { WatchedFolder, WatchProblem } from "../../shared/model/watch.ts";
import { type FileStamp, fileStamp } from "./file-stamp.ts";
import { createWatchStore, type StoredFolder } from "./watch-store.ts";
import { createWatchedFiles, type WatchedFiles } from "./watched-files.ts";

/** What became of a file that was offered to the queue. */
export type Offered = "added" | "known" | Pick<WatchProblem, "code" | "sidecar">;

export interface WatchedFoldersDeps {
  database: DatabaseSync;
  /**
   * Puts a video into the queue with the choices of its folder, unless its content is known; durable when it resolves.
   * Rejects when that cannot be stored now.
   */
  offer: (path: string, choices: AddChoices) => Promise<Offered>;
  /** A file of the queue may be found here now. */
  moved: (path: string) => Promise<void>;
  /** The videos in a folder and below. */
  list: (folder: string) => Promise<string[]>;
  isVideo: (path: string) => boolean;
  onChange: () => void;
  log: (line: string) => void;
  /** Monotonic ms. */
  monotonicNow: () => number;
  after: (ms: number, run: () => void) => () => void;
}

/** Folders whose new videos are added by themselves, each once, also those that came while the app was off. */
export interface WatchedFolders {
  list(): WatchedFolder[];
  /**
   * Watches a folder; what is in it already is added as well, or left alone. Throws AppError `invalid-input` when it is
   * watched already, alone or within another one.
   */
  add(path: string, choices: AddChoices, includeExisting: boolean): Promise<WatchedFolder>;
  setChoices(id: string, choices: AddChoices): void;
  remove(id: string): void;
  start(): void;
  stop(): Promise<void>;
}

interface Running {
  folder: StoredFolder;
  files: WatchedFiles;
  watcher: FSWatcher | null;
  present: boolean;
  cancel: () => void;
  problems: Map<string, HeldBack>;
}

/** A file that could not be added, and its state then. */
interface HeldBack extends WatchProblem {
  stamp: string;
}

const deepest = 8;
/** How often a folder is listed besides what is heard of it, ms. */
const listMs = 2 * 60_000;

/** One after the other: ten thousand at once would use up what the system lets be open. */
async function stampsOf(paths: readonly string[], folder: string): Promise<(FileStamp | null)[]> {
  const stamps: (FileStamp | null)[] = [];
  for (const path of paths) stamps.push(await fileStamp(path, folder));
  return stamps;
}

const isHidden = (path: string) => basename(path).startsWith(".");

/** Builds the watch over its tables. */
export function createWatchedFolders(deps: WatchedFoldersDeps): WatchedFolders {
  const store = createWatchStore(deps.database);
  const running = new Map<string, Running>();
  let started = false;

  /** Done with for good, however often it is seen again. */
  const takeUp = async (entry: Running, path: string) => {
    const { folder, problems } = entry;
    const stamp = await fileStamp(path, folder.path);
    if (stamp === null || running.get(folder.id) !== entry) return;
    problems.delete(path);
    if (store.isSeen(folder.id, stamp)) await deps.moved(path);
    else {
      const offered = await deps.offer(path, folder.choices);
      if (offered === "known") await deps.moved(path);
      // Another program may have it for now (a virus scanner, say).
      if (typeof offered !== "string" && offered.code === "file-unreadable") throw new AppError("file-unreadable", "");
      // The row first: were the order turned, a crash in between would lose the file.
      if (typeof offered === "string") store.see(folder.id, stamp);
      else problems.set(path, { fileName: basename(path), ...offered, stamp: stamp.byPlace });
    }
    deps.onChange();
  };

  /** What is done with is not waited for again; it may be the file that an upload misses at its old place. */
  const consider = async (entry: Running, path: string) => {
    const { folder, files, problems } = entry;
    if (deps.isVideo(path)) {
      const stamp = await fileStamp(path, folder.path);
      if (running.get(folder.id) !== entry) return;
      if (stamp !== null && store.isSeen(folder.id, stamp)) return deps.moved(path);
    }
    // The file beside a video that was held back may be mended now.
    const held = [...problems.keys()].find((video) => isBeside(path, video));
    if (held !== undefined) files.touch(held);
    files.touch(path);
    deps.onChange();
  };

  /** What was held back is looked at again when it, or what is beside it, is another one. */
  const isDue = async ({ folder, problems }: Running, path: string): Promise<boolean> => {
    const problem = problems.get(path);
    if (problem === undefined || problem.sidecar !== null) return true;
    return (await fileStamp(path, folder.path))?.byPlace !== problem.stamp;
  };

  /** Events get lost (a network drive, another computer's writes): the folder is listed now and then as well. */
  const listAgain = async (entry: Running) => {
    const { folder, problems } = entry;
    entry.present = await stat(folder.path).then(
      (stats) => stats.isDirectory(),
      () => false,
    );
    if (entry.present) {
      const listed = await deps.list(folder.path);
      for (const path of listed) if (await isDue(entry, path)) await consider(entry, path);
      for (const path of problems.keys()) if (!listed.includes(path)) problems.delete(path);
    }
    if (running.get(folder.id) !== entry) return;
    deps.onChange();
    entry.cancel = deps.after(listMs, () => void listAgain(entry));
  };

  const begin = (entry: Running) => {
    const { folder, files, problems } = entry;
    const watcher = watch(folder.path, {
      depth: deepest,
      // What a link leads to is not in the folder, and whoever put it there would choose what is published.
      followSymlinks: false,
      ignored: (path) => path !== folder.path && isHidden(path),
    });
    entry.watcher = watcher;
    const heard = (path: string) => void consider(entry, path).catch(() => files.touch(path));
    watcher.on("add", heard).on("change", heard);
    watcher.on("unlink", (path) => {
      files.forget(path);
      problems.delete(path);
      deps.onChange();
    });
    watcher.on("error", (error) => {
      const code = error instanceof Error && "code" in error ? String(error.code) : "unknown";
      deps.log(`A watched folder cannot be followed: ${code}`);
    });
    entry.cancel = deps.after(listMs, () => void listAgain(entry));
  };

  const open = (folder: StoredFolder): Running => {
    const entry: Running = {
      folder,
      problems: new Map(),
      watcher: null,
      present: existsSync(folder.path),
      cancel: () => {},
      files: createWatchedFiles({
        isVideo: deps.isVideo,
        stampOf: async (path) => (await fileStamp(path, folder.path))?.byFile ?? null,
        monotonicNow: deps.monotonicNow,
        after: deps.after,
        onSettled: (path) => takeUp(entry, path),
      }),
    };
    running.set(folder.id, entry);
    if (started) begin(entry);
    return entry;
  };
  for (const folder of store.folders()) open(folder);

  const close = async ({ files, watcher, cancel }: Running) => {
    cancel();
    files.stop();
    await watcher?.close();
  };
  const viewOf = ({ folder, files, problems, present }: Running): WatchedFolder => ({
    id: folder.id,
    name: basename(folder.path),
    choices: folder.choices,
    present,
    pending: files.pending(),
    problems: [...problems.values()].map(({ stamp: _, ...problem }) => problem),
  });
  const known = (id: string): Running => {
    const entry = running.get(id);
    if (entry === undefined) throw new AppError("not-found", "No such watched folder");
    return entry;
  };

  return {
    list: () => [...running.values()].map(viewOf),
    async add(path, choices, includeExisting) {
      const overlaps = [...running.values()].some(
        ({ folder }) => isWithin(path, folder.path) || isWithin(folder.path, path),
      );
      if (overlaps)
        throw new AppError("invalid-input", "This folder is watched already", { details: { name: basename(path) } });
      const existing = includeExisting ? [] : await stampsOf(await deps.list(path), path);
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
      const entry = known(id);
      store.setChoices(id, choices);
      entry.folder.choices = choices;
      deps.onChange();
    },
    remove(id) {
      const entry = known(id);
      store.remove(id);
      running.delete(id);
      void close(entry);
      deps.onChange();
    },
    start() {
      started = true;
      for (const entry of running.values()) begin(entry);
    },
    async stop() {
      const all = [...running.values()];
      running.clear();
      await Promise.all(all.map(close));
    },
  };
}

/** Whether one path is another one, or lies below it. */
function isWithin(path: string, folder: string): boolean {
  return (
    path === folder ||
    path.startsWith(folder.endsWith("/") || folder.endsWith("\\") ? folder : `${folder}/`) ||
    path.startsWith(`${folder}\\`)
  );
}

/** Whether a file has a video's name with another ending. */
function isBeside(path: string, video: string): boolean {
  const bare = video.slice(0, video.lastIndexOf("."));
  return path !== video && path.startsWith(`${bare}.`);
}
