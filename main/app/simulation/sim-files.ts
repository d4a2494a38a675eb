import type { SimClock } from "../../foundation/sim-clock.ts";
import type { Files } from "../../upload/effects.ts";
import { FileProblem } from "../../upload/files/file-problem.ts";
import type { FileSource } from "../../upload/files/file-source.ts";
import type { AddedFile, FileIdentity } from "../../upload/model/upload-row.ts";
import type { SimRandom } from "./sim-random.ts";

/** A simulated file. `content` represents its bytes: files with equal content are equal. */
export interface SimFile {
  name: string;
  content: string;
  /** The hint: files of different content can have the same. */
  fingerprint: string;
  sizeBytes: number;
  lengthSeconds: number;
  /** Incremented by each change. */
  version: number;
  /** Incremented by each write, also by one that sets the time of the change back. */
  writes: number;
  /** Changed when its drive is plugged in again. */
  device: number;
  missing: boolean;
}

const mixed = "a mixture of ";

/** Whether these bytes were read while the file was written to. */
export const isMixture = (content: string): boolean => content.startsWith(mixed);

/** The number of pieces in which a file is read. */
const pieceCount = 4;

/** The current identity of a file. */
export function identityOf(file: SimFile): FileIdentity {
  return {
    path: `/videos/${file.name}`,
    fileName: file.name,
    mediaType: "video/mp4",
    sizeBytes: file.sizeBytes,
    device: String(file.device),
    inode: file.name,
    mtimeNs: String(file.version),
    ctimeNs: String(file.writes),
  };
}

/** The file of an added one, or FileProblem. */
function present(files: Map<string, SimFile>, { file }: Pick<AddedFile, "file">): SimFile {
  const now = files.get(file.fileName);
  if (now === undefined || now.missing) throw new FileProblem("missing", "not there");
  if (String(now.version) !== file.mtimeNs) throw new FileProblem("changed", "another version");
  return now;
}

/** A file whose bytes are read piece by piece while anything may happen to it. */
function createSource(
  added: AddedFile,
  files: Map<string, SimFile>,
  sleep: (maxMs: number) => Promise<void>,
): FileSource {
  const { fileName, mediaType, sizeBytes } = added.file;
  const pieces: string[] = [];
  let writesAtStart = 0;
  const sentContent = () => ([...new Set(pieces)].length > 1 ? `${mixed}${pieces.join(", ")}` : (pieces[0] ?? null));
  return {
    fileName,
    mediaType,
    sizeBytes,
    async *read() {
      writesAtStart = present(files, added).writes;
      pieces.length = 0;
      for (let piece = 0; piece < pieceCount; piece += 1) {
        await sleep(400);
        const now = files.get(fileName);
        if (now?.missing !== false) throw new FileProblem("missing", "gone while it was read");
        pieces.push(now.content);
        yield Buffer.alloc(0);
      }
    },
    async verifyUnchanged() {
      await sleep(5);
      const now = present(files, added);
      const isRead = pieces.length === pieceCount;
      const isOther = added.contentHash !== null && added.contentHash !== sentContent();
      if (isRead && (isOther || (now.writes !== writesAtStart && now.content !== sentContent())))
        throw new FileProblem("changed", "changed while it was read");
      return String(now.device) === added.file.device ? added.file : { ...added.file, device: String(now.device) };
    },
    sentHash: async () => (pieces.length === pieceCount ? sentContent() : null),
  };
}

/** The engine's access to simulated files, which can disappear, come back and change at any time. */
export function createSimFiles(files: Map<string, SimFile>, clock: SimClock, random: SimRandom): Files {
  const sleep = (maxMs: number) => clock.sleep(random.integer(0, maxMs));
  return {
    async check(added) {
      await sleep(5);
      const now = present(files, added);
      return String(now.device) === added.file.device ? added.file : { ...added.file, device: String(now.device) };
    },
    open: (added) => createSource(added, files, sleep),
  };
}
