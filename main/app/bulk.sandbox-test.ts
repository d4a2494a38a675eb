import { describe, expect, it } from "vitest";
import { newDetails } from "../../shared/model/video.ts";
import { onDetails, prepareUploads } from "./uploads.test-harness.ts";

const at = prepareUploads();

/** Uploads a file whose video is to become public once it is processed; resolves with row and video while it is not. */
async function uploadPrivately(name: string): Promise<{ id: string; videoId: string }> {
  const { intake } = at.app.workspace.engine;
  const review = await intake.offer([await at.newFile(name)]);
  const itemIds = review.items.map(({ itemId }) => itemId);
  const [id = ""] = intake.accept(review.reviewId, itemIds, (fileName) => ({
    ...newDetails(fileName, "public"),
    stayPrivate: true,
  }));
  const { state } = await at.app.until(id, "processing");
  const videoId = "videoId" in state ? (state.videoId ?? "") : "";
  await at.app.eventually("in the library", () => at.app.workspace.library.get(videoId) !== null);
  return { id, videoId };
}

const truth = async (videoId: string) => (await at.sandbox.state()).videos.find(({ video_id }) => video_id === videoId);

describe("changes of many videos, of which some are still on their way", () => {
  it("keep a video private that was to become public when it is complete", async () => {
    await at.sandbox.control("POST", "processing", { ms: 4000 });
    const { id, videoId } = await uploadPrivately("wish.mp4");
    const { bulk, planChange } = at.app.workspace;
    const action = { kind: "access", access: "private" } as const;
    expect(planChange(action, [videoId])).toMatchObject([{ outcome: "changed", before: { access: "public" } }]);
    const job = bulk.start(action, [videoId]);
    await at.app.eventually("settled", () => bulk.items(job.id)[0]?.state === "done");
    await at.app.until(id, "complete");
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect((await truth(videoId))?.access).toBe(1);
    await at.sandbox.control("POST", "processing", { ms: 50 });
  });

  it("go through the row while BigGo has not taken its details, and are not taken back by it", async () => {
    await at.sandbox.control("POST", "faults", { kind: "error", code: 1006, match: onDetails, times: 1 });
    const [id = ""] = await at.app.add(await at.newFile("refused.mp4"));
    await at.app.eventually("refused", () => at.app.upload(id).save.state === "failed");
    const { state } = at.app.upload(id);
    const videoId = "videoId" in state ? (state.videoId ?? "") : "";
    await at.app.eventually("in the library", () => at.app.workspace.library.get(videoId) !== null);
    const { bulk } = at.app.workspace;
    const job = bulk.start({ kind: "appendText", text: "#biggo" }, [videoId]);
    await at.app.eventually("settled", () => bulk.items(job.id)[0]?.state === "done");
    expect(await truth(videoId)).toMatchObject({ description: "#biggo", title: "refused" });
  });
});
