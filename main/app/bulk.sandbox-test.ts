import { describe, expect, it } from "vitest";
import { newDetails } from "../../shared/model/video.ts";
import { onDetails, setupUploadFixture } from "./uploads.test-harness.ts";

const fixture = setupUploadFixture();

/** Uploads a video that becomes public once processed; resolves with the row's and the video's id before that. */
async function uploadPrivately(name: string): Promise<{ id: string; videoId: string }> {
  const { intake } = fixture.app.workspace.engine;
  const review = await intake.offer([await fixture.newFile(name)]);
  const itemIds = review.items.map(({ itemId }) => itemId);
  const { uploadIds } = await intake.accept(review.reviewId, itemIds, (fileName) => ({
    ...newDetails(fileName, "public"),
    stayPrivate: true,
  }));
  const [id = ""] = uploadIds;
  const { state } = await fixture.app.until(id, "processing");
  const videoId = "videoId" in state ? (state.videoId ?? "") : "";
  await fixture.app.eventually("in the library", () => fixture.app.workspace.library.get(videoId) !== null);
  return { id, videoId };
}

const storedVideo = async (videoId: string) =>
  (await fixture.sandbox.state()).videos.find(({ video_id }) => video_id === videoId);

describe("bulk jobs on uploads in progress", () => {
  it("cancels the publish intent of a video that is made private", async () => {
    await fixture.sandbox.control("POST", "processing", { ms: 4000 });
    const { id, videoId } = await uploadPrivately("publish-later.mp4");
    const { bulk, planChange } = fixture.app.workspace;
    const action = { kind: "access", access: "private" } as const;
    expect(planChange(action, [videoId])).toMatchObject([{ outcome: "changed", before: { access: "public" } }]);
    const job = bulk.start(action, [videoId]);
    await fixture.app.eventually("settled", () => bulk.items(job.id)[0]?.state === "done");
    await fixture.app.until(id, "complete");
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect((await storedVideo(videoId))?.access).toBe(1);
    await fixture.sandbox.control("POST", "processing", { ms: 50 });
  });

  it("edits the upload row while its details are unsaved, and the row does not revert the change", async () => {
    await fixture.sandbox.control("POST", "faults", { kind: "error", code: 1006, match: onDetails, times: 1 });
    const [id = ""] = await fixture.app.add(await fixture.newFile("refused.mp4"));
    await fixture.app.eventually("refused", () => fixture.app.upload(id).save.state === "failed");
    const { state } = fixture.app.upload(id);
    const videoId = "videoId" in state ? (state.videoId ?? "") : "";
    await fixture.app.eventually("in the library", () => fixture.app.workspace.library.get(videoId) !== null);
    const { bulk } = fixture.app.workspace;
    const job = bulk.start({ kind: "appendText", text: "#biggo" }, [videoId]);
    await fixture.app.eventually("settled", () => bulk.items(job.id)[0]?.state === "done");
    expect(await storedVideo(videoId)).toMatchObject({ description: "#biggo", title: "refused" });
  });
});
