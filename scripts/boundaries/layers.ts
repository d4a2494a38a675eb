import { isTest } from "./rooms.ts";
import type { Arrow } from "./source-graph.ts";

/**
 * The rooms of one folder from the ground up. A room imports rooms of the tiers below its own; never a tier above, and
 * never a room of the same tier, except where `beside` lists it. Folders are named without a slash, files with their
 * ending.
 */
interface Layers {
  folder: string;
  tiers: readonly (readonly string[])[];
  beside?: Readonly<Record<string, readonly string[]>>;
}

const main: Layers = {
  folder: "main",
  tiers: [
    ["foundation"],
    ["biggo", "database"],
    [
      "account",
      "bulk",
      "insight",
      "library",
      "media",
      "pictures",
      "products",
      "settings",
      "spreadsheet",
      "templates",
      "upload",
      "watch",
    ],
    ["ipc"],
    ["desktop"],
    ["app"],
    ["index.ts"],
  ],
};

const upload: Layers = {
  folder: "main/upload",
  tiers: [
    ["model"],
    ["files", "machine", "reconcile"],
    ["intake", "queue"],
    ["details", "transfer"],
    ["effects.ts"],
    ["follow-moved-file.ts", "upload-commands.ts", "video-reports.ts"],
    ["engine.ts", "explore"],
  ],
};

const renderer: Layers = {
  folder: "renderer",
  tiers: [
    ["bridge", "messages", "ui"],
    ["state"],
    ["items"],
    ["features"],
    ["app"],
    ["start.tsx"],
    ["dev.tsx", "main.tsx"],
  ],
};

const features: Layers = {
  folder: "renderer/features",
  tiers: [
    [
      "account",
      "bulk",
      "editor",
      "insight",
      "library",
      "others",
      "product-picker",
      "products",
      "queue",
      "review",
      "settings",
      "table",
      "templates",
      "watch",
    ],
  ],
  beside: {
    // Every screen that lists videos shows what the account's connection is waiting for.
    library: ["account", "bulk", "others"],
    queue: ["account"],
    // A change of many videos picks products, and the Products screen and an imported table are such changes.
    bulk: ["product-picker"],
    products: ["bulk", "product-picker"],
    table: ["bulk"],
    editor: ["product-picker", "templates"],
    settings: ["account", "templates", "watch"],
  },
};

const layered: readonly Layers[] = [main, upload, renderer, features];

function roomOf(folder: string, file: string): string | null {
  if (!file.startsWith(`${folder}/`)) return null;
  const [room = ""] = file.slice(folder.length + 1).split("/");
  // A test belongs to the file it stands beside.
  return room.replace(/\.(test|sandbox-test)(\.tsx?)$/, "$2");
}

function offenceIn({ folder, tiers, beside = {} }: Layers, from: string, to: string): string | null {
  const [source, target] = [roomOf(folder, from), roomOf(folder, to)];
  if (source === null || target === null || source === target) return null;
  const [sourceTier, targetTier] = [source, target].map((room) => tiers.findIndex((tier) => tier.includes(room)));
  if (sourceTier === undefined || targetTier === undefined || sourceTier === -1 || targetTier === -1) {
    return `${folder}/ has a room that no tier names (scripts/boundaries/layers.ts)`;
  }
  if (targetTier < sourceTier || beside[source]?.includes(target) === true) return null;
  if (targetTier > sourceTier) return `upward: ${source} lies below ${target} in ${folder}/`;
  return `${source} and ${target} lie side by side in ${folder}/ and do not import each other`;
}

/** Why an import breaks the order of the rooms, one line each; tests that lie in a room keep to it as well. */
export function brokenLayers({ from, to }: Arrow): string[] {
  if (to.kind !== "file") return [];
  return layered.flatMap((layers) => {
    // A test harness serves the tests of every room.
    if (isTest(to.name) && isTest(from)) return [];
    return offenceIn(layers, from, to.name) ?? [];
  });
}
