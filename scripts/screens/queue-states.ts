import { channels } from "../../shared/ipc/channels.ts";
import type { TopicPayload } from "../../shared/ipc/topics.ts";
import { type Holds, noHolds, type Upload, type UploadState } from "../../shared/model/upload.ts";
import { newDetails } from "../../shared/model/video.ts";
import { callBridge } from "../window/call-bridge.ts";
import type { ScreenFixture, ScreenState } from "./states.ts";

const megabyte = 1e6;
const error = (code: NonNullable<Holds["blocked"]>["code"], retryable = true) => ({
  code,
  message: "",
  retryable,
  details: {},
});

function uploadOf(index: number, fileName: string, state: UploadState, changes: Partial<Upload> = {}): Upload {
  const addedAtMs = Date.now() - 600_000 + index;
  return {
    id: `screen-${index}`,
    position: index,
    fileName,
    sizeBytes: (index + 1) * 126 * megabyte,
    lengthSeconds: 31 + 7 * index,
    aspectRatio: 9 / 16,
    media: null,
    state,
    details: newDetails(fileName.replace(/\.\w+$/, ""), "public"),
    save: { state: "pending" },
    addedAtMs,
    finishedAtMs: null,
    attempts: 1,
    mayHaveArrived: false,
    ...changes,
  };
}

/** Shows rows in the queue that would take outages and minutes to come about: main publishes them, and stores nothing. */
async function showQueue({ page, electron }: ScreenFixture, upserts: Upload[], holds: Holds = noHolds): Promise<void> {
  const { revision } = await callBridge(page, "uploads.snapshot", undefined);
  const payload: TopicPayload<"uploads.changed"> = { revision: revision + 1, upserts, removed: [], holds };
  await electron.evaluate(
    ({ BrowserWindow }, [topic, text]) =>
      BrowserWindow.getAllWindows()[0]?.webContents.send(topic, "uploads.changed", text),
    [channels.topic, JSON.stringify(payload)] as const,
  );
  await page.locator("nav button").nth(1).click();
  await page.waitForTimeout(1000);
}

const inMinutes = (minutes: number) => Date.now() + minutes * 60_000;

/** An upload that is unconfirmed, one that waits for it, and every way of waiting for BigGo's word. */
function unconfirmed(): Upload[] {
  const alike = { lengthSeconds: 31, aspectRatio: 9 / 16 };
  const again = { phase: "waiting", reason: "server", untilMs: inMinutes(4), error: error("server-error") } as const;
  return [
    uploadOf(0, "空氣清淨機開箱｜三款實測.mp4", { phase: "uncertain", candidates: [], error: null }, alike),
    uploadOf(1, "藍牙耳機降噪比較 2026.mp4", { phase: "queued" }, alike),
    uploadOf(2, "露營燈五選一.mov", again, { mayHaveArrived: true }),
    uploadOf(3, "Espresso machines under 300.mp4", { phase: "uncertain", candidates: [], error: error("not-biggo") }),
    uploadOf(4, "那天的兩支影片.mp4", { phase: "uncertain", candidates: ["a", "b"], error: null }),
    uploadOf(5, "平價投影機夜拍.mov", { ...again, error: null, untilMs: inMinutes(2) }),
    uploadOf(6, "洗地機真實體驗.mp4", { phase: "duplicate", videoId: "x", isGuess: true }),
    uploadOf(7, "跑鞋尺寸怎麼選.mp4", { phase: "cancelled" }, { mayHaveArrived: true }),
  ];
}

function filesInTrouble(): Upload[] {
  return [
    uploadOf(0, "掌機散熱改裝.mp4", { phase: "needsFile", reason: "changed" }),
    uploadOf(1, "兒童手錶定位測試.mov", { phase: "needsFile", reason: "missing" }),
    uploadOf(2, "A very long file name of an export that no column shows in full.mp4", {
      phase: "needsFile",
      reason: "unreadable",
    }),
    uploadOf(3, "咖啡機除垢教學.mp4", { phase: "failed", error: error("not-convertible", false), videoId: null }),
    uploadOf(4, "行李箱三年後.mp4", { phase: "queued" }),
  ];
}

const withProxy = (code: "proxy-sign-in" | "proxy-unsupported"): ScreenState => ({
  name: `queue-${code}`,
  setup: (fixture) => showQueue(fixture, filesInTrouble(), { ...noHolds, blocked: error(code) }),
});

/** The queue while BigGo, the disk or a proxy has trouble. */
export const queueStates: readonly ScreenState[] = [
  { name: "queue-unconfirmed", setup: (fixture) => showQueue(fixture, unconfirmed()) },
  {
    name: "queue-choose",
    async setup(fixture) {
      const { page } = fixture;
      const keys = await page
        .getByRole("gridcell")
        .evaluateAll((all) => all.map((cell) => cell.getAttribute("data-key")));
      const candidates = keys.flatMap((key) => key ?? []).slice(0, 2);
      await showQueue(fixture, [uploadOf(0, "那天的兩支影片.mp4", { phase: "uncertain", candidates, error: null })]);
      await page.locator("main tr td:last-child button").first().click();
      await page.getByRole("dialog").waitFor();
      await page.waitForTimeout(1000);
    },
  },
  {
    name: "queue-disk-failing",
    setup: (fixture) => showQueue(fixture, filesInTrouble(), { ...noHolds, storage: "failing" }),
  },
  withProxy("proxy-sign-in"),
  withProxy("proxy-unsupported"),
];
