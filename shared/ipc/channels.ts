/** The Electron channels under the door. The preload knows these three words and no others. */
export const channels = { call: "door:call", addPaths: "door:add-paths", topic: "door:topic" } as const;
