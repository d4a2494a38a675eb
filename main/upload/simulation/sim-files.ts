import type { SimClock } from "../../foundation/sim-clock.ts";
import type { Files } from "../effects.ts";
import { FileProblem } from "../files/file-problem.ts";
import type { FileIdentity } from "../model/upload-row.ts";
import type { SimRandom } from "./sim-random.ts";

/** A simulated file. `content` represents its bytes: files with equal content are equal. */
export interface SimFile {
  name: string;
  content: string;
  sizeBytes: number;
  lengthSeconds: number;
  /** Incremented by each change. */
  version: number;
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
    device: "1",
    inode: file.name,
    mtimeNs: String(file.version),
  };
}

/** The engine's access to simulated files, which can disappear, come back and change at any time. */
export function createSimFiles(files: Map<string, SimFile>, clock: SimClock, random: SimRandom): Files {
  const verify = (identity: FileIdentity) => {
    const file = files.get(identity.fileName);
    if (file === undefined || file.missing) throw new FileProblem("missing", "not there");
    if (identityOf(file).mtimeNs !== identity.mtimeNs) throw new FileProblem("changed", "another version");
  };
  const check = async (identity: FileIdentity) => {
    await clock.sleep(random.integer(0, 5));
    verify(identity);
  };
  return {
    check,
    open: (identity) => ({
      fileName: identity.fileName,
      mediaType: identity.mediaType,
      sizeBytes: identity.sizeBytes,
      async *read() {
        verify(identity);
        for (let piece = 0; piece < pieceCount; piece += 1) {
          await clock.sleep(random.integer(1, 400));
          if (files.get(identity.fileName)?.missing === true)
            throw new FileProblem("missing", "gone while it was read");
          yield Buffer.alloc(0);
        }
      },
      verifyUnchanged: () => check(identity),
    }),
  };
}
