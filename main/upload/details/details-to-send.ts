import type { Details } from "../../../shared/model/video.ts";
import { type VideoChanges, videoChangesOf } from "../../biggo/video-changes.ts";

type WholeDetails = VideoChanges & Pick<Details, "title" | "description" | "access">;

/** The details to send to BigGo now. The access is private while the video stays private until it is complete. */
export function detailsToSend({ coverTimeMs, ...details }: Details): WholeDetails {
  const { title, description } = details;
  const access = details.stayPrivate ? "private" : details.access;
  const cover = coverTimeMs === null ? {} : { coverTimeMs };
  return { ...videoChangesOf({ ...details, ...cover }), title, description, access };
}
