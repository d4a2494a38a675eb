import type { Details } from "../../../shared/model/video.ts";
import { videoChangesOf } from "../../biggo/video-changes.ts";
import type { VideoChanges } from "../../biggo/videos.ts";

type WholeDetails = VideoChanges & Pick<Details, "title" | "description" | "access">;

/** A row's details as BigGo is to have them now: private while they are to stay so until the video is complete. */
export function detailsToSend({ coverTimeMs, ...details }: Details): WholeDetails {
  const { title, description } = details;
  const access = details.stayPrivate ? "private" : details.access;
  const cover = coverTimeMs === null ? {} : { coverTimeMs };
  return { ...videoChangesOf({ ...details, ...cover }), title, description, access };
}
