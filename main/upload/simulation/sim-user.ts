import type { UploadRow } from "../model/upload-row.ts";
import type { SimBigGo } from "./sim-biggo.ts";
import { identityOf, type SimFile } from "./sim-files.ts";
import { SimCrash, type SimProcess } from "./sim-process.ts";
import type { SimRandom } from "./sim-random.ts";

interface SimUserDeps {
  process: () => SimProcess;
  random: SimRandom;
  files: Map<string, SimFile>;
  biggo: SimBigGo;
  /** A title that was typed, and whether the app had answered that it is kept. */
  onEdit: (id: string, title: string, kept: boolean) => void;
  onRetry: (id: string) => void;
}

/** Somebody at the keyboard: does a random thing now, and in the end whatever is needed of them. */
export interface SimUser {
  actAtRandom(): void;
  /** Answers what asks for an answer, resumes what is paused, brings back what was taken away. */
  settle(): void;
}

/** Puts somebody in front of the window. */
export function createSimUser({ process, random, files, biggo, onEdit, onRetry }: SimUserDeps): SimUser {
  let typed = 0;

  const attempt = (act: () => void): boolean => {
    try {
      act();
      return process().isAlive();
    } catch (error) {
      if (!(error instanceof SimCrash)) throw error;
      return false;
    }
  };

  const edit = (row: UploadRow) => {
    typed += 1;
    const title = `title ${typed}`;
    const kept = attempt(() => process().runner.dispatch(row.id, { type: "detailsEdited", patch: { title } }));
    onEdit(row.id, title, kept);
  };

  const takeNewFile = (row: UploadRow) => {
    const file = files.get(row.file.fileName);
    if (file === undefined) return;
    const { content: fingerprint, lengthSeconds } = file;
    const taken = { file: identityOf(file), fingerprint, lengthSeconds, aspectRatio: null };
    attempt(() => process().runner.dispatch(row.id, { type: "newFileTaken", ...taken }));
  };

  const changeFile = (row: UploadRow) => {
    const file = files.get(row.file.fileName);
    if (file === undefined) return;
    file.version += 1;
    file.content = `${file.content}'`;
  };

  /** The person knows their own video when they see it. */
  const choose = (row: UploadRow) => {
    const mine = biggo.videos.find((video) => video.content === row.fingerprint)?.videoId ?? null;
    attempt(() => process().runner.dispatch(row.id, { type: "candidateChosen", videoId: mine }));
  };

  const acts: readonly ((row: UploadRow) => void)[] = [
    edit,
    edit,
    (row) => attempt(() => process().runner.dispatch(row.id, { type: "pauseRequested" })),
    (row) => attempt(() => process().runner.dispatch(row.id, { type: "resumeRequested" })),
    (row) => attempt(() => process().runner.dispatch(row.id, { type: "cancelRequested", atMs: 0 })),
    (row) => {
      onRetry(row.id);
      attempt(() => process().runner.dispatch(row.id, { type: "retryRequested" }));
    },
    (row) => {
      const file = files.get(row.file.fileName);
      if (file !== undefined) file.missing = !file.missing;
    },
    changeFile,
    () => attempt(() => process().runner.setHold({ paused: !process().runner.holds().paused })),
    () => attempt(() => process().setOnline(process().runner.holds().offline)),
    (row) => {
      const before = random.pick([null, ...process().runner.rows()]);
      attempt(() => process().runner.reorder(row.id, before?.id ?? null));
    },
    // A pause that is over before the connection is let go.
    (row) => {
      const isPaused = row.state.phase === "paused";
      attempt(() => process().runner.dispatch(row.id, { type: isPaused ? "resumeRequested" : "pauseRequested" }));
    },
  ];

  return {
    actAtRandom() {
      const rows = process().runner.rows();
      if (rows.length > 0 && process().isAlive()) random.pick(acts)(random.pick(rows));
    },
    settle() {
      for (const file of files.values()) file.missing = false;
      attempt(() => process().runner.setHold({ paused: false, signedOut: false }));
      if (process().runner.holds().offline) attempt(() => process().setOnline(true));
      for (const row of process().runner.rows()) {
        const { state } = row;
        if (state.phase === "paused") attempt(() => process().runner.dispatch(row.id, { type: "resumeRequested" }));
        if (state.phase === "needsFile" && state.reason === "changed") takeNewFile(row);
        if (state.phase === "uncertain" && state.candidates.length > 0) choose(row);
      }
    },
  };
}
