import { isSameDriveTime } from "../../foundation/drive-time.ts";
import type { FileIdentity } from "../model/upload-row.ts";

/** The parts of a file's identity that the file system provides. */
export type FileStamp = Pick<FileIdentity, "sizeBytes" | "device" | "inode" | "mtimeNs" | "ctimeNs">;

/**
 * Whether the file system reports exactly the same state of the same file. Where a program has written into the file and
 * set its time back (`rsync --inplace -t`), only `ctimeNs` differs.
 */
export function isSameStamp(a: FileStamp, b: FileStamp): boolean {
  const isSameFile = a.inode === b.inode && a.device === b.device;
  return isSameFile && a.sizeBytes === b.sizeBytes && a.mtimeNs === b.mtimeNs && a.ctimeNs === b.ctimeNs;
}

/**
 * Whether only the drive's numbering or the file's rights can have changed between two stamps of one attempt, during which
 * no drive rounds or shifts times.
 */
export function isSameTime(a: FileStamp, b: FileStamp): boolean {
  return a.sizeBytes === b.sizeBytes && a.mtimeNs === b.mtimeNs;
}

const coarseNs = 10_000_000n;

/**
 * Whether the file system counts changes so coarsely (FAT: 2 s, exFAT: 10 ms, HFS+: 1 s) or not at all that a change may
 * not show in the stamp.
 */
export function isCoarse({ ctimeNs }: FileStamp): boolean {
  return ctimeNs === undefined || BigInt(ctimeNs) % coarseNs === 0n;
}

/**
 * Whether two different stamps can belong to the same content: device and inode numbers change when a drive is plugged
 * in again or a share is mounted again, and some drives round or shift times. The fingerprint has to decide.
 */
export function isPlausiblySame(now: FileStamp, added: FileStamp): boolean {
  return now.sizeBytes === added.sizeBytes && isSameDriveTime(added.mtimeNs, now.mtimeNs);
}
