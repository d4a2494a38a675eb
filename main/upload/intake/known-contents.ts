import type { ContentHashes } from "../files/content-hashes.ts";
import type { IdentifiedFile } from "../files/inspect-file.ts";
import { isPlausiblySame, isSameStamp } from "../files/same-stamp.ts";
import { type Content, isProof, isSameContent } from "../model/content.ts";
import type { AddedFile } from "../model/upload-row.ts";

/** An unfinished upload, as far as its content is concerned. */
export type OpenUpload = AddedFile & { id: string };

/** What is already known of a content: the video it became, and the unfinished upload that has it. */
export interface KnownAs {
  videoId: string | null;
  uploadId: string | null;
}

/** Files whose content was compared with what is known. */
export interface ComparedFiles {
  contentOf(file: IdentifiedFile): Content;
  /** Looks files up in the queue and the ledger as they are at this call. */
  lookUp(): (file: IdentifiedFile) => KnownAs;
}

export interface KnownContentsDeps {
  ledger: {
    /** The video that this very content became; null when that is not proved. */
    find(content: Content): string | null;
    /** Whether a content with this fingerprint was sent from here. */
    hasHint(fingerprint: string): boolean;
  };
  openUploads: () => OpenUpload[];
  contentHashes: ContentHashes;
}

/** Recognises contents that were sent or added before. */
export interface KnownContents {
  /**
   * Reads files to the end where a hint matches: another one of them, an unfinished upload or a sent file has the same
   * fingerprint. Never rejects.
   */
  compare(files: readonly IdentifiedFile[]): Promise<ComparedFiles>;
}

function groupByFingerprint<T extends { fingerprint: string }>(items: readonly T[]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(item.fingerprint);
    if (group === undefined) groups.set(item.fingerprint, [item]);
    else group.push(item);
  }
  return groups;
}

/** Whether it is the upload's own file, unchanged: nothing needs to be read for that. */
function isUnchanged(upload: OpenUpload, { file }: IdentifiedFile): boolean {
  return upload.file.path === file.path && isSameStamp(upload.file, file);
}

/** Whether the upload would send this file: a drive that was plugged in again reports other numbers. */
function isOwnFile(upload: OpenUpload, { file }: IdentifiedFile): boolean {
  return upload.file.path === file.path && isPlausiblySame(file, upload.file);
}

/** Creates it. */
export function createKnownContents({ ledger, openUploads, contentHashes }: KnownContentsDeps): KnownContents {
  return {
    async compare(files) {
      const uploads = groupByFingerprint(openUploads());
      const offered = groupByFingerprint(files);
      const hashes = new Map<string, string | null>();
      for (const [fingerprint, sameHint] of offered) {
        const sameUploads = uploads.get(fingerprint) ?? [];
        const isHinted = sameHint.length > 1 || sameUploads.length > 0 || ledger.hasHint(fingerprint);
        const isKnownFile = (file: IdentifiedFile) => sameUploads.some((upload) => isUnchanged(upload, file));
        if (!isHinted || isProof(fingerprint) || sameHint.every(isKnownFile)) continue;
        for (const file of sameHint) hashes.set(file.file.path, await contentHashes.of(file));
        for (const upload of sameUploads) {
          // Read once: between two readings of one file, a program may write to it.
          const own = sameHint.find((file) => isOwnFile(upload, file));
          const read = () => (own === undefined ? contentHashes.of(upload) : hashes.get(own.file.path));
          hashes.set(upload.id, upload.contentHash ?? (await read()) ?? null);
        }
      }
      const contentOf = ({ file, fingerprint }: IdentifiedFile): Content => ({
        fingerprint,
        contentHash: hashes.get(file.path) ?? null,
      });
      const lookUp = () => {
        const uploadsNow = groupByFingerprint(openUploads());
        return (file: IdentifiedFile): KnownAs => {
          const content = contentOf(file);
          const upload = uploadsNow.get(file.fingerprint)?.find((upload) => {
            const contentHash = upload.contentHash ?? hashes.get(upload.id) ?? null;
            const isSame = isSameContent(content, { fingerprint: upload.fingerprint, contentHash });
            return isSame ?? isOwnFile(upload, file);
          });
          return { videoId: ledger.find(content), uploadId: upload?.id ?? null };
        };
      };
      return { contentOf, lookUp };
    },
  };
}
