import { explorePolicy } from "./create-world.ts";
import { uploadOf } from "./run.ts";
import { type ExploredUpload, type ExploredVideo, nameOf, type World } from "./world.ts";

/** What the engine may send again on purpose: a small file, where evidence stays too weak and the file is the question. */
function isAskedWithTheFile({ row }: ExploredUpload, { status }: ExploredVideo): boolean {
  const isTimeKnown = row.attempt?.bodies.slice(0, -1).every((body) => body !== null) ?? false;
  const isWeak = !isTimeKnown || status === "broken";
  return isWeak && row.file.sizeBytes <= explorePolicy.maxBytesToAsk;
}

/** A video that the engine cannot or need not recognise as the upload's own. */
function isExplained(explored: ExploredUpload, video: ExploredVideo): boolean {
  const isElsewhere = video.origin === "another device" || video.touched || video.status === "gone";
  return isElsewhere || video.disowned || isAskedWithTheFile(explored, video);
}

/**
 * Why the last bytes of an upload must not go now, one line each: an earlier whole body of the same content is on its way, or
 * became a video that the engine should have recognised.
 */
export function bodiesInVain(world: World, upload: number): string[] {
  const explored = uploadOf(world, upload);
  const { fingerprint } = explored.row;
  const onTheirWay = world.bodies.filter(({ content, disowned }) => content === fingerprint && !disowned);
  const videos = world.videos.filter((video) => video.content === fingerprint && !isExplained(explored, video));
  return [
    ...onTheirWay.map(() => `${nameOf(upload)} is sent again while an earlier whole body is on its way`),
    ...videos.map(({ videoId }) => `${nameOf(upload)} is sent again although it became ${videoId}`),
  ];
}
