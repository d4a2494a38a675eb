/** The Electron channels under the door. The preload knows these three words and no others. */
export const channels = { call: "bridge:call", addPaths: "bridge:add-paths", topic: "bridge:topic" } as const;
