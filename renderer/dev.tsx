import "./bridge/zod-without-eval.ts";
import { errorCodes } from "../shared/errors.ts";
import { settingsPatchSchema } from "../shared/model/settings.ts";
import { createMemoryBridge } from "./bridge/memory-bridge.ts";
import { failure, type MemoryOptions } from "./bridge/memory-state.ts";
import { startWindow } from "./start.tsx";

// The window in a plain browser, over the in-memory test double. Not part of the build. URL parameters set its state:
// ?account=signed-out&videos=0&queue=no&error=no-network&offline&paused&hold=blocked&notice&theme=dark&language=ja&layout=list
const params = new URLSearchParams(window.location.search);
const accounts: Record<string, NonNullable<MemoryOptions["account"]>> = {
  practice: "practice",
  "signed-out": "signed-out",
};
const holds: Record<string, MemoryOptions["holds"]> = {
  blocked: { blocked: failure("tls") },
  full: { storage: "full" },
  locked: { storage: "locked" },
  damaged: { storage: "damaged" },
  readOnly: { readOnly: true },
  limited: { rateLimitedUntilMs: Date.now() + 90_000 },
};
const syncError = errorCodes.find((code) => code === params.get("error"));
const memory = createMemoryBridge({
  videos: Number(params.get("videos") ?? 1284),
  queue: params.get("queue") !== "no",
  account: accounts[params.get("account") ?? ""] ?? "connected",
  holds: { offline: params.has("offline"), paused: params.has("paused"), ...holds[params.get("hold") ?? ""] },
  notice: params.has("notice")
    ? { kind: "salvaged", uploads: 118, videos: 1284, fileName: "uploader.sqlite.broken-2026-11-24T04-12-09.123Z" }
    : null,
  ...(syncError === undefined ? {} : { syncError }),
});
const requested = { theme: params.get("theme"), language: params.get("language"), libraryLayout: params.get("layout") };
const patch = Object.fromEntries(Object.entries(requested).filter(([, value]) => value !== null));
void memory.bridge.invoke("settings.set", settingsPatchSchema.parse(patch));
if (!params.has("still")) setInterval(() => memory.advance(200), 200);

const pictures = ["🌬️", "🎧", "⌨️", "🏕️", "☕", "📽️", "🧼", "👟", "⌚", "🔋", "🧳", "📷"];
const colours = ["#5671e6,#8ea0ee", "#12a594,#7ce2c0", "#f76b15,#ffb224", "#29a383,#193b2d", "#a18072,#43302b"];

/** A placeholder cover, drawn as SVG. */
function placeholderCover(videoId: string): string {
  const index = Number(videoId.replace(/\D/g, "")) || 0;
  const [width, height] = index % 9 === 4 ? [320, 180] : [180, 320];
  const [from, to] = (colours[index % colours.length] ?? "#888,#444").split(",");
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}"><defs><linearGradient id="g" x2="0.3" y2="1"><stop stop-color="${from}"/><stop offset="1" stop-color="${to}"/></linearGradient></defs><rect width="100%" height="100%" fill="url(#g)"/><text x="50%" y="54%" font-size="64" text-anchor="middle">${pictures[index % pictures.length]}</text></svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}

void startWindow({
  bridge: memory.bridge,
  media: {
    cover: placeholderCover,
    thumbnail: (videoId, index) => placeholderCover(`${videoId}${index}`),
    video: () => "/sample.mp4",
    upload: (id) => `/sample.mp4?${id}`,
    preview: (id) => `/preview/${id}`,
    product: ({ oid }) => placeholderCover(oid),
  },
});
