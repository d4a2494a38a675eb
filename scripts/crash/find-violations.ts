import { basename } from "node:path";
import type { SpawnedSandbox } from "../../sandbox/testing.ts";
import { sha256Of } from "./crash-files.ts";
import type { StoredPhase } from "./queue-on-disk.ts";
import type { SecondDevice } from "./second-device.ts";
import type { TypedTexts } from "./window-edits.ts";

type Videos = Awaited<ReturnType<SpawnedSandbox["ownVideos"]>>;

/** What is known in the end of what the app and the second device were to do. */
export interface CrashTestActors {
  sandbox: SpawnedSandbox;
  paths: readonly string[];
  device: SecondDevice;
  typed: TypedTexts;
}

const titleOf = (fileName: string) => fileName.replace(".mp4", "");

/** A text that was acknowledged as saved in the window and is not on BigGo. */
export function findLostEdits(videos: Videos, { paths, typed }: Pick<CrashTestActors, "paths" | "typed">): string[] {
  const names = new Set(paths.map((path) => basename(path)));
  return videos
    .filter(({ file_name }) => names.has(file_name))
    .flatMap(({ video_id: id, file_name: name, title, description }) => {
      const titles = typed.allowed(id, "title", titleOf(name));
      const descriptions = typed.allowed(id, "description", "");
      return [
        ...(titles.includes(title) ? [] : [`${name} has the title “${title}”, not “${titles.join("” or “")}”`]),
        ...(descriptions.includes(description)
          ? []
          : [`${name} has the description “${description}”, not “${descriptions.join("” or “")}”`]),
      ];
    });
}

function findWrongFiles(videos: Videos, paths: readonly string[]): string[] {
  return paths.flatMap((path) => {
    const name = basename(path);
    const matches = videos.filter((video) => video.file_name === name);
    const hasOtherBytes = matches.some((video) => video.sha256 !== sha256Of(path));
    return [
      ...(matches.length === 1 ? [] : [`${name} was uploaded ${matches.length} times`]),
      ...(hasOtherBytes ? [`${name} has different bytes`] : []),
    ];
  });
}

/** Videos of the second device that are not as it left them. */
function findChangedForeign(videos: Videos, device: SecondDevice): string[] {
  return device.videos().flatMap(({ videoId, ...left }) => {
    const video = videos.find(({ video_id }) => video_id === videoId);
    if (video === undefined) return [`the second device's video ${videoId} was deleted`];
    const { title, description, access, sha256, product_list: products, file_name: name } = video;
    const now = { title, description, access, sha256 };
    const isAsLeft = Object.entries(left).every(([key, value]) => now[key as keyof typeof now] === value);
    if (isAsLeft && products.length === 0) return [];
    return [`the second device's ${name} was changed: ${JSON.stringify({ ...now, products })}`];
  });
}

/** Rows that are shown as another video than that of their file. */
function findWrongVideos(rows: readonly StoredPhase[], videos: Videos): string[] {
  return rows.flatMap(({ fileName, phase, videoId }) => {
    const video = videos.find(({ video_id }) => video_id === videoId);
    if (videoId === null || video?.file_name === fileName) return [];
    return [`${fileName} is ${phase} with the video ${videoId} of ${video?.file_name ?? "nothing"}`];
  });
}

/** Compares BigGo's videos with the files, the second device's record and the edits; one line for each contradiction. */
export async function findViolations(rows: readonly StoredPhase[], actors: CrashTestActors): Promise<string[]> {
  const { sandbox, paths, device } = actors;
  const videos = await sandbox.ownVideos();
  const expected = paths.length + device.videos().length;
  const { uploadsRepeated } = (await sandbox.state()).counts;
  return [
    ...(videos.length === expected ? [] : [`${videos.length} videos for ${expected} files`]),
    ...findWrongFiles(videos, paths),
    ...findLostEdits(videos, actors),
    ...findChangedForeign(videos, device),
    ...findWrongVideos(rows, videos),
    ...(uploadsRepeated > 0 ? [`${uploadsRepeated} files were sent again after their video existed`] : []),
  ];
}
