import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { basename } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import { type FSWatcher, watch } from "chokidar";
import { AppError } from "../../shared/errors.ts";
import type { AddChoices } from "../../shared/model/template.ts";
import type { WatchedFolder, WatchProblem } from "../../shared/model/watch.ts";
import { fileStamp } from "./file-stamp.ts";
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
  problems: Map<string, WatchProblem>;
}

const deepest = 8;
const isHidden = (path: string) => basename(path).startsWith(".");

/** Builds the watch over its tables. */
export function createWatchedFolders(deps: WatchedFoldersDeps): WatchedFolders {
  const store = createWatchStore(deps.database);
  const running = new Map<string, Running>();
  let started = false;

  /** Done with for good, however often it is seen again. */
  const takeUp = async (entry: Running, path: string) => {
    const { folder, problems } = entry;
    const stamp = await fileStamp(path);
    if (stamp === null || running.get(folder.id) !== entry) return;
    problems.delete(path);
    if (store.isSeen(folder.id, stamp)) await deps.moved(path);
    else {
      const offered = await deps.offer(path, folder.choices);
      if (offered === "known") await deps.moved(path);
      // The row first: were the order turned, a crash in between would lose the file.
      if (typeof offered === "string") store.see(folder.id, stamp);
      else problems.set(path, { fileName: basename(path), ...offered });
    }
    deps.onChange();
  };

  const begin = (entry: Running) => {
    const { folder, files, problems } = entry;
    const watcher = watch(folder.path, { depth: deepest, ignored: (path) => path !== folder.path && isHidden(path) });
    entry.watcher = watcher;
    const touch = (path: string) => {
      const held = [...problems.keys()].find((video) => isBeside(path, video));
      // The file beside it may be mended now.
      if (held !== undefined) files.touch(held);
      files.touch(path);
      deps.onChange();
    };
    watcher.on("add", touch).on("change", touch);
    watcher.on("unlink", (path) => {
      files.forget(path);
      problems.delete(path);
      deps.onChange();
    });
    watcher.on("error", (error) => deps.log(`A watched folder cannot be read: ${String(error)}`));
  };

  const open = (folder: StoredFolder): Running => {
    const entry: Running = {
      folder,
      problems: new Map(),
      watcher: null,
      files: createWatchedFiles({
        isVideo: deps.isVideo,
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

  const close = async ({ files, watcher }: Running) => {
    files.stop();
    await watcher?.close();
  };
  const viewOf = ({ folder, files, problems }: Running): WatchedFolder => ({
    id: folder.id,
    name: basename(folder.path),
    choices: folder.choices,
    present: existsSync(folder.path),
    pending: files.pending(),
    problems: [...problems.values()],
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
      const existing = includeExisting ? [] : await Promise.all((await deps.list(path)).map(fileStamp));
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
