import type { ContentHashes } from "../files/content-hashes.ts";
import type { IdentifiedFile } from "../files/inspect-file.ts";
import { isPlausiblySame, isSameStamp } from "../files/same-stamp.ts";
import { type Content, isProof, isSameContent } from "../model/content.ts";
import type { AddedFile, FileIdentity } from "../model/upload-row.ts";

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

/** How the comparison of contents is followed. */
export interface Comparing {
  /** Ends it: what was not read by then is not known. */
  signal: AbortSignal;
  /** Called a few times a second with the file that is read and the number of bytes read so far. */
  onRead: (file: FileIdentity, bytes: number) => void;
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
   * Those of the files whose content has to be read to its end, because a hint matches: another one of them, an unfinished
   * upload or a sent file has the same fingerprint.
   */
  hinted(files: readonly IdentifiedFile[]): IdentifiedFile[];
  /** Reads the files that are hinted at. Never rejects. */
  compare(files: readonly IdentifiedFile[], comparing?: Comparing): Promise<ComparedFiles>;
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
  const hintedGroups = (files: readonly IdentifiedFile[]) => {
    const uploads = groupByFingerprint(openUploads());
    return [...groupByFingerprint(files)].flatMap(([fingerprint, sameHint]) => {
      const sameUploads = uploads.get(fingerprint) ?? [];
      const isHinted = sameHint.length > 1 || sameUploads.length > 0 || ledger.hasHint(fingerprint);
      const isKnownFile = (file: IdentifiedFile) => sameUploads.some((upload) => isUnchanged(upload, file));
      if (!isHinted || isProof(fingerprint) || sameHint.every(isKnownFile)) return [];
      return { files: sameHint, uploads: sameUploads };
    });
  };

  return {
    hinted: (files) => hintedGroups(files).flatMap((group) => group.files),
    async compare(files, comparing) {
      const hashes = new Map<string, string | null>();
      const hashOf = ({ file, fingerprint }: IdentifiedFile) => {
        const onBytes = (bytes: number) => comparing?.onRead(file, bytes);
        return contentHashes.of({ file, fingerprint }, comparing && { signal: comparing.signal, onBytes });
      };
      for (const group of hintedGroups(files)) {
        for (const file of group.files) hashes.set(file.file.path, await hashOf(file));
        for (const upload of group.uploads) hashes.set(upload.id, upload.contentHash ?? (await hashOf(upload)));
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
            // Nothing was sent of it yet: it sends what is at its path then, whatever was read a moment ago.
            if (upload.contentHash === null && isOwnFile(upload, file)) return true;
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
