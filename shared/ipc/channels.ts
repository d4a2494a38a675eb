/** The Electron channels of the bridge. The preload uses these three and no others. */
export const channels = { call: "bridge:call", addPaths: "bridge:add-paths", topic: "bridge:topic" } as const;
