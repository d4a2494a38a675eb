import { copyFile, open, stat } from "node:fs/promises";
import { join } from "node:path";
import { root } from "../run/paths.ts";

/** The sample followed by a `free` box that is a hole in the file: a real video of any size that takes no disk space. */
export async function makeSparseVideo(path: string, sizeBytes: number): Promise<void> {
  await copyFile(join(root, "assets/sample.mp4"), path);
  const { size } = await stat(path);
  const handle = await open(path, "r+");
  const header = Buffer.alloc(16);
  // A size of 1 means that the 64-bit size follows the name (ISO 14496-12 §4.2).
  header.writeUInt32BE(1, 0);
  header.write("free", 4, "latin1");
  header.writeBigUInt64BE(BigInt(sizeBytes - size), 8);
  await handle.write(header, 0, header.length, size);
  await handle.truncate(sizeBytes);
  await handle.close();
}
