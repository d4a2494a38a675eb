import type { SimClock } from "../../foundation/sim-clock.ts";
import type { Files } from "../effects.ts";
import { FileProblem } from "../files/file-problem.ts";
import type { AddedFile, FileIdentity } from "../model/upload-row.ts";
import type { SimRandom } from "./sim-random.ts";

/** A simulated file. `content` represents its bytes: files with equal content are equal. */
export interface SimFile {
  name: string;
  content: string;
  sizeBytes: number;
  lengthSeconds: number;
  /** Incremented by each change. */
  version: number;
  /** Changed when its drive is plugged in again. */
  device: number;
  missing: boolean;
}

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
  };
}

/** The engine's access to simulated files, which can disappear, come back and change at any time. */
export function createSimFiles(files: Map<string, SimFile>, clock: SimClock, random: SimRandom): Files {
  const verify = ({ file }: AddedFile): FileIdentity => {
    const now = files.get(file.fileName);
    if (now === undefined || now.missing) throw new FileProblem("missing", "not there");
    const { mtimeNs, device } = identityOf(now);
    if (mtimeNs !== file.mtimeNs) throw new FileProblem("changed", "another version");
    return device === file.device ? file : { ...file, device };
  };
  const check = async (added: AddedFile) => {
    await clock.sleep(random.integer(0, 5));
    return verify(added);
  };
  return {
    check,
    open: (added) => ({
      fileName: added.file.fileName,
      mediaType: added.file.mediaType,
      sizeBytes: added.file.sizeBytes,
      async *read() {
        verify(added);
        for (let piece = 0; piece < pieceCount; piece += 1) {
          await clock.sleep(random.integer(1, 400));
          if (files.get(added.file.fileName)?.missing === true)
            throw new FileProblem("missing", "gone while it was read");
          yield Buffer.alloc(0);
        }
      },
      verifyUnchanged: () => check(added),
    }),
  };
}
