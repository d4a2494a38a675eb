import type { FoundProduct } from "../../shared/model/product.ts";
import { uploadHandlers } from "../ipc/upload-handlers.ts";
import { setupUploadFixture } from "./uploads.test-harness.ts";

/** The keys of products, in the sandbox's format. */
export const keysOf = (products: readonly FoundProduct[]) => products.map(({ ref }) => `${ref.nindex}-${ref.oid}`);

/** The upload fixture with helpers for tests of details and products. */
export function setupDetailsFixture() {
  const fixture = setupUploadFixture();
  return {
    fixture,
    library: () => fixture.app.workspace.library,
    /** The keys of a video's products, as stored by the sandbox. */
    async listOn(videoId: string): Promise<string[]> {
      const { videos } = await fixture.sandbox.state();
      const video = videos.find(({ video_id }) => video_id === videoId);
      return (video?.product_list ?? []).map(({ nindex, oid }) => `${nindex}-${oid}`);
    },
    /** The first `count` products that a search for `words` finds. */
    async find(words: string, count: number): Promise<FoundProduct[]> {
      const answer = await fixture.app.workspace.finder.find(words, 1);
      if (answer.kind !== "list" || answer.products.length < count) throw new Error(`too few for ${words}`);
      return answer.products.slice(0, count);
    },
    /** Changes a product of the sandbox's catalogue. */
    mark: ({ ref }: FoundProduct, change: object) =>
      fixture.sandbox.control("POST", `products/${ref.nindex}/${encodeURIComponent(ref.oid)}`, change),
    /** The IPC handlers for uploads. */
    handlers: () =>
      uploadHandlers({
        workspace: () => fixture.app.workspace,
        writable: () => fixture.app.workspace,
        hasWorkspace: () => true,
        revision: () => 0,
        onReady: () => {},
        pickFiles: async () => null,
        picturesCompared: () => {},
        sampleVideo: "",
      }),
  };
}
