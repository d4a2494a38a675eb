import { videoIdOf } from "../model/upload-row.ts";
import { type ExploredUpload, nameOf, type World } from "./world.ts";

function checkClaim(world: World, { row, misledTo }: ExploredUpload, name: string): string[] {
  const videoId = videoIdOf(row);
  if (videoId === null || videoId === misledTo) return [];
  const video = world.videos.find((each) => each.videoId === videoId);
  if (video === undefined) return [`${name} claims ${videoId}, which does not exist`];
  if (video.content !== row.fingerprint && !video.disowned) return [`${name} claims ${videoId} of other content`];
  const isLost = row.savedRevision > video.revision && row.state.phase !== "duplicate";
  return isLost ? [`${name} calls details saved that ${videoId} does not have`] : [];
}

/** What the state of a world violates, one line each: who claims which video, and the details that were saved. */
export function checkWorld(world: World): string[] {
  const claims = world.uploads.flatMap((upload, index) => checkClaim(world, upload, nameOf(index)));
  const owned = world.uploads.flatMap(({ row, misledTo }) => {
    const videoId = row.state.phase === "duplicate" ? null : videoIdOf(row);
    return videoId === null || videoId === misledTo ? [] : [videoId];
  });
  const isShared = new Set(owned).size < owned.length;
  return isShared ? [...claims, "two uploads claim the same video"] : claims;
}
