/** The Electron channels of the bridge. The preload uses these four and no others. */
export const channels = {
  call: "bridge:call",
  addPaths: "bridge:add-paths",
  /** Hands the preload of a document the proof that it sends with paths. */
  proof: "bridge:proof",
  topic: "bridge:topic",
} as const;

/** More files than this are not taken from one drop: as many as are counted for the review. */
export const maxOfferedFiles = 100_000;
