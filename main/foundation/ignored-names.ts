/**
 * Folders that a program shows as one document or still writes (the extension of its name, lower case): libraries of Final
 * Cut, iMovie, Photos, TV and Lightroom, other packages of macOS, and downloads in progress of Safari and other browsers.
 */
const documentExtensions = new Set([
  ...[
    "fcpbundle",
    "fcpproject",
    "fcpxmld",
    "fcpcache",
    "imovielibrary",
    "imovieproject",
    "rcproject",
    "theater",
    "tvlibrary",
  ],
  ...[
    "photoslibrary",
    "photolibrary",
    "migratedphotolibrary",
    "aplibrary",
    "lrlibrary",
    "lrdata",
    "lrcat-data",
    "cocatalog",
  ],
  ...[
    "dvdmedia",
    "dvdproj",
    "dra",
    "screenflow",
    "cmproj",
    "tscproj",
    "band",
    "logicx",
    "motn",
    "key",
    "pages",
    "numbers",
    "rtfd",
  ],
  ...[
    "app",
    "bundle",
    "framework",
    "plugin",
    "sparsebundle",
    "backupbundle",
    "vmwarevm",
    "pvm",
    "utm",
    "xcodeproj",
    "playground",
  ],
  ...["download", "crdownload", "opdownload", "part", "partial"],
]);

/** Folders of a system or a network drive, lower case: bins, snapshots, and thumbnails that Synology stores as videos. */
const systemFolders = new Set([
  ...["$recycle.bin", "system volume information", "lost+found", "found.000"],
  ...["@eadir", "#recycle", "#snapshot", "@recycle", "@recently-snapshot"],
]);

/** Whether a name is hidden, such as `._clip.mp4`, the part of a file that macOS keeps beside it on foreign drives. */
export function isHiddenName(name: string): boolean {
  return name.startsWith(".");
}

/** Whether a folder of this name is the document of another program, whose content is not the user's own files. */
export function isDocumentFolder(name: string): boolean {
  const dot = name.lastIndexOf(".");
  return dot > 0 && documentExtensions.has(name.slice(dot + 1).toLowerCase());
}

/** Whether an entry of a folder is passed over, with everything in it. */
export function isIgnoredEntry(name: string): boolean {
  return isHiddenName(name) || isDocumentFolder(name) || systemFolders.has(name.toLowerCase());
}

/** Endings of the file that a download keeps beside its own, which may have its full size from the start. */
const downloadMarkers = [".part", ".crdownload", ".opdownload", ".download", ".partial", ".aria2", ".!qB"];

/** The paths of which one exists while a file is being downloaded. */
export function downloadMarkersOf(path: string): string[] {
  return downloadMarkers.map((ending) => path + ending);
}
