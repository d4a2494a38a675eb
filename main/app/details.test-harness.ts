import type { FoundProduct } from "../../shared/model/product.ts";
import { uploadHandlers } from "../ipc/upload-handlers.ts";
import { prepareUploads } from "./uploads.test-harness.ts";

/** The keys of products, in the sandbox's way. */
export const keysOf = (products: readonly FoundProduct[]) => products.map(({ ref }) => `${ref.nindex}-${ref.oid}`);

/** The stage of the upload tests, with what a test of details needs besides. */
export function prepareDetails() {
  const at = prepareUploads();
  return {
    at,
    library: () => at.app.workspace.library,
    /** The products as the sandbox itself has them. */
    async listOn(videoId: string): Promise<string[]> {
      const { videos } = await at.sandbox.state();
      const video = videos.find(({ video_id }) => video_id === videoId);
      return (video?.product_list ?? []).map(({ nindex, oid }) => `${nindex}-${oid}`);
    },
    /** The first `count` products that a search for `words` finds. */
    async find(words: string, count: number): Promise<FoundProduct[]> {
      const answer = await at.app.workspace.finder.find(words, 1);
      if (answer.kind !== "list" || answer.products.length < count) throw new Error(`too few for ${words}`);
      return answer.products.slice(0, count);
    },
    /** Changes a product of the sandbox's catalogue. */
    mark: ({ ref }: FoundProduct, change: object) =>
      at.sandbox.control("POST", `products/${ref.nindex}/${encodeURIComponent(ref.oid)}`, change),
    /** The calls of the window on the queue. */
    handlers: () =>
      uploadHandlers({
        workspace: () => at.app.workspace,
        writable: () => at.app.workspace,
        hasWorkspace: () => true,
        revision: () => 0,
        pickFiles: async () => null,
        sampleVideo: "",
      }),
  };
}
