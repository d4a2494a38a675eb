import { titleFromFile } from "../../shared/model/template.ts";
import type { Upload, UploadState } from "../../shared/model/upload.ts";
import { type LibraryVideo, newDetails } from "../../shared/model/video.ts";

const titles = [
  "空氣清淨機開箱｜三款實測",
  "藍牙耳機降噪比較 2026",
  "百元內鍵盤值得買嗎",
  "露營燈五選一",
  "咖啡機除垢教學",
  "平價投影機夜拍",
  "洗地機真實體驗",
  "跑鞋尺寸怎麼選",
  "兒童手錶定位測試",
  "吸塵器電池續航",
  "A keyboard under twenty dollars",
  "開箱 🎧 通勤一週",
];

const accesses = [...Array<LibraryVideo["access"]>(9).fill("public"), "unlisted", "private"] as const;
const dayMs = 86_400_000;

function pick<T>(list: readonly [T, ...T[]] | readonly T[], n: number, fallback: T): T {
  return list[n % list.length] ?? fallback;
}

/** A published video, deterministic for its number. */
export function seedVideo(n: number, nowMs: number): LibraryVideo {
  const title = pick(titles, n, "Video");
  return {
    videoId: `v${n}`,
    uploadId: null,
    title: n % 17 === 16 ? null : title,
    description: n % 17 === 16 ? "" : `${title}。同一個房間、同一支香，三台各跑 30 分鐘。`,
    access: pick(accesses, n * 5, "public"),
    save: { state: "saved" },
    status: { processing: false, complete: true, keywords: [] },
    url: `https://biggo.com/video/v${n}`,
    createdAtMs: nowMs - dayMs - n * 9_000_000,
    lengthSeconds: 31 + ((n * 37) % 140),
    aspectRatio: n % 9 === 4 ? 16 / 9 : 9 / 16,
    coverKey: n % 13 === 12 ? null : `c${n}`,
    thumbnailCount: 3,
    coverTimeMs: null,
    deadProducts: n % 11 === 5 ? 1 : 0,
    playable: true,
    productCount: (n * 3) % 8,
    viewCount: (n * 1327) % 28_000,
    likeCount: (n * 53) % 900,
    commentCount: (n * 7) % 60,
  };
}

/** An upload as the contract publishes it, `megabytes` in 10^6 bytes. */
export function seedUpload(
  id: string,
  fileName: string,
  megabytes: number,
  addedAtMs: number,
  state: UploadState,
): Upload {
  const done = state.phase === "complete" || state.phase === "duplicate";
  return {
    id,
    position: addedAtMs,
    fileName,
    sizeBytes: megabytes * 1e6,
    lengthSeconds: 48,
    aspectRatio: 9 / 16,
    media: null,
    state,
    details: newDetails(titleFromFile(fileName), "public"),
    save: { state: state.phase === "complete" ? "saved" : "pending" },
    addedAtMs,
    finishedAtMs: done ? addedAtMs + 60_000 : null,
    attempts: 1,
    mayHaveArrived: false,
  };
}

/** A queue with at least one row in every group. */
export function seedQueue(nowMs: number): Upload[] {
  const error = {
    code: "not-convertible",
    message: "code 1001",
    retryable: false,
    details: { biggoCode: 1001 },
  } as const;
  const rows: [string, number, UploadState][] = [
    ["掌機散熱改裝.mp4", 1200, { phase: "needsFile", reason: "changed" }],
    ["兒童手錶定位測試.mov", 388, { phase: "failed", error, videoId: null }],
    ["空氣清淨機開箱｜三款實測.mp4", 640, { phase: "sending", held: false }],
    ["藍牙耳機降噪比較 2026.mp4", 1400, { phase: "sending", held: false }],
    ["百元內鍵盤值得買嗎.mp4", 96, { phase: "processing", videoId: "p1", keywords: ["轉檔中"] }],
    ["露營燈五選一.mp4", 512, { phase: "queued" }],
    ["平價投影機夜拍.mov", 4100, { phase: "waiting", untilMs: nowMs + 42_000, reason: "server", error: null }],
    ["那天的兩支影片.mp4", 230, { phase: "uncertain", candidates: ["v3", "v4"], error: null }],
    ["洗地機真實體驗.mp4", 730, { phase: "complete", videoId: "v0" }],
    ["吸塵器電池續航.mp4", 210, { phase: "duplicate", videoId: "v9" }],
  ];
  return rows.map(([name, size, state], n) => seedUpload(`u${n}`, name, size, nowMs - 600_000 + n * 1000, state));
}
