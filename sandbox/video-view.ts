import type { SandboxContext } from "./sandbox-context.ts";
import { videoShape } from "./video-shape.ts";
import type { VideoRecord } from "./video-store.ts";

/** A video's current wire shape for `viewer`. */
export function presentVideo(context: SandboxContext, video: VideoRecord, viewer: string, products: "short" | "full") {
  const view = {
    owner: context.users.get(video.userid) ?? context.self,
    viewer,
    nowMs: context.now(),
    baseUrl: context.baseUrl(),
    intermediateStatuses: context.options.intermediateStatuses ?? false,
    findProduct: context.catalogue.findIncludingGone,
  };
  return videoShape(video, view, products);
}
