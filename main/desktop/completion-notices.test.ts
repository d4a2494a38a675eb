import { describe, expect, it } from "vitest";
import type { Upload, UploadState } from "../../shared/model/upload.ts";
import { newDetails } from "../../shared/model/video.ts";
import { createCompletionNotices, type Notice } from "./completion-notices.ts";

const upload = (id: string, state: UploadState, title = id): Upload => ({
  id,
  position: 1,
  fileName: `${id}.mp4`,
  sizeBytes: 1,
  lengthSeconds: null,
  aspectRatio: null,
  media: null,
  state,
  details: newDetails(title, "public"),
  save: { state: "saved" },
  addedAtMs: 1,
  finishedAtMs: 100,
  attempts: 1,
  mayHaveArrived: false,
});
const complete = (id: string) => upload(id, { phase: "complete", videoId: `v-${id}` });
const error = { code: "not-convertible", message: "", retryable: false, details: {} } as const;

function observed() {
  const shown: Notice[] = [];
  let due: (() => void) | null = null;
  const notices = createCompletionNotices({
    language: () => "en",
    show: (notice) => shown.push(notice),
    after: (_ms, run) => {
      due = run;
      return () => {};
    },
  });
  const passTime = () => {
    due?.();
    due = null;
  };
  return { notices, shown, passTime };
}

describe("createCompletionNotices", () => {
  it("shows one video with its title and opens it", () => {
    const { notices, shown, passTime } = observed();
    notices.observe([upload("a", { phase: "processing", videoId: "v-a", keywords: [] }), complete("a")]);
    passTime();
    expect(shown).toEqual([{ title: "Upload complete", body: "a", target: { command: "open-video", videoId: "v-a" } }]);
  });

  it("announces each video once, however often its row changes afterwards", () => {
    const { notices, shown, passTime } = observed();
    for (let time = 0; time < 3; time += 1) {
      notices.observe([complete("a")]);
      passTime();
    }
    expect(shown).toHaveLength(1);
  });

  it("combines several videos into one notification that opens the queue", () => {
    const { notices, shown, passTime } = observed();
    notices.observe(["a", "b"].map(complete));
    notices.observe(["c", "d"].map(complete));
    passTime();
    expect(shown).toEqual([{ title: "4 uploads complete", body: "a\nb\nc\n…", target: { command: "queue" } }]);
  });

  it("announces failed conversions, but no video that never arrived, was deleted, or was finished before", () => {
    const { notices, shown, passTime } = observed();
    notices.begin([complete("old")]);
    notices.observe([
      upload("a", { phase: "failed", error, videoId: "v" }),
      upload("b", { phase: "failed", error, videoId: null }),
      upload("c", { phase: "failed", error: { ...error, code: "video-gone" }, videoId: "w" }),
      complete("old"),
    ]);
    passTime();
    expect(shown).toMatchObject([{ title: "BigGo couldn’t convert this video", body: "a" }]);
  });
});
