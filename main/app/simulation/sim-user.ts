import type { UploadRow } from "../../upload/model/upload-row.ts";
import type { SimBigGo } from "./sim-biggo.ts";
import type { SimFile } from "./sim-files.ts";
import type { SimProcess } from "./sim-process.ts";
import type { SimRandom } from "./sim-random.ts";

interface SimUserDeps {
  process: () => SimProcess;
  /** Whether the user recognises their own videos; otherwise they answer nothing. */
  knows: boolean;
  random: SimRandom;
  files: Map<string, SimFile>;
  biggo: SimBigGo;
  /** A title was edited; `acknowledged`: the command returned, so the app must keep the title. */
  onEdit: (id: string, title: string, acknowledged: boolean) => void;
  onRetry: (id: string) => void;
}

/** A simulated user: acts at random, and in the end does whatever the queue needs. */
export interface SimUser {
  actAtRandom(): void;
  /** Resolves uncertain rows, resumes everything paused, signs in, goes online and restores missing files. */
  settle(): void;
}

/** Creates a user. */
export function createSimUser({ process, knows, random, files, biggo, onEdit, onRetry }: SimUserDeps): SimUser {
  let edits = 0;

  /** Runs a command; false when the process crashed. */
  const tryCommand = (command: () => void): boolean => {
    try {
      command();
      return process().isAlive();
    } catch (error) {
      if (process().isAlive()) throw error;
      return false;
    }
  };

  const edit = (row: UploadRow) => {
    edits += 1;
    const title = `title ${edits}`;
    const acknowledged = tryCommand(() => process().uploadDetails.edit(row, { title }));
    onEdit(row.id, title, acknowledged);
  };

  const changeFile = (row: UploadRow) => {
    const file = files.get(row.file.fileName);
    if (file === undefined) return;
    file.version += 1;
    file.writes += 1;
    file.content = `${file.content}'`;
  };

  /** Other bytes of the same samples, and the time of the change set back: `rsync --inplace -t`. */
  const writeInPlace = (row: UploadRow) => {
    const file = files.get(row.file.fileName);
    if (file === undefined) return;
    file.writes += 1;
    file.content = `${file.content}*`;
  };

  /** The user recognises their own video. */
  const chooseCandidate = (row: UploadRow, candidates: readonly string[]) => {
    const own = biggo.videos.find((video) => video.content === row.contentHash && candidates.includes(video.videoId));
    tryCommand(() => process().commands.chooseVideo(row.id, own?.videoId ?? null));
  };

  const actions: readonly ((row: UploadRow) => void)[] = [
    edit,
    edit,
    (row) => tryCommand(() => process().commands.pause(row.id)),
    (row) => tryCommand(() => process().commands.resume(row.id)),
    (row) => tryCommand(() => process().commands.cancel(row.id)),
    (row) => {
      onRetry(row.id);
      tryCommand(() => process().commands.retry(row.id));
    },
    (row) => {
      const file = files.get(row.file.fileName);
      if (file !== undefined) file.missing = !file.missing;
    },
    changeFile,
    writeInPlace,
    (row) => {
      const file = files.get(row.file.fileName);
      if (file !== undefined) file.device += 1;
    },
    () => tryCommand(() => process().runner.setHold({ paused: !process().runner.holds().paused })),
    () => tryCommand(() => process().setOnline(process().runner.holds().offline)),
    (row) => {
      const before = random.pick([null, ...process().runner.rows()]);
      tryCommand(() => process().commands.move(row.id, before?.id ?? null));
    },
    // A pause that ends before the connection is released.
    (row) => {
      const isPaused = row.state.phase === "paused";
      tryCommand(() => process().commands[isPaused ? "resume" : "pause"](row.id));
    },
  ];

  return {
    actAtRandom() {
      const rows = process().runner.rows();
      if (rows.length > 0 && process().isAlive()) random.pick(actions)(random.pick(rows));
    },
    settle() {
      for (const file of files.values()) file.missing = false;
      tryCommand(() => process().runner.setHold({ paused: false, signedOut: false }));
      if (process().runner.holds().offline) tryCommand(() => process().setOnline(true));
      for (const row of process().runner.rows()) {
        const { state } = row;
        if (state.phase === "paused") tryCommand(() => process().commands.resume(row.id));
        if (state.phase === "needsFile" && state.reason === "changed")
          void process()
            .commands.acceptChangedFile(row.id)
            .catch(() => {});
        if (state.phase === "uncertain" && state.candidates.length > 0 && knows) chooseCandidate(row, state.candidates);
      }
    },
  };
}
