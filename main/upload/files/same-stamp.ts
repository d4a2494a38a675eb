import { isSameDriveTime } from "../../foundation/drive-time.ts";
import type { FileIdentity } from "../model/upload-row.ts";

/** The parts of a file's identity that the file system provides. */
export type FileStamp = Pick<FileIdentity, "sizeBytes" | "device" | "inode" | "mtimeNs">;

/** Whether the file system reports exactly the same state of the same file. */
export function isSameStamp(a: FileStamp, b: FileStamp): boolean {
  return a.sizeBytes === b.sizeBytes && a.mtimeNs === b.mtimeNs && a.inode === b.inode && a.device === b.device;
}

/**
 * Whether two different stamps can belong to the same content: device and inode numbers change when a drive is plugged
 * in again or a share is mounted again, and some drives round or shift times. The fingerprint has to decide.
 */
export function isPlausiblySame(now: FileStamp, added: FileStamp): boolean {
  return now.sizeBytes === added.sizeBytes && isSameDriveTime(added.mtimeNs, now.mtimeNs);
}
