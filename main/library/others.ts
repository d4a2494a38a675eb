import { AppError } from "../../shared/errors.ts";
import type { OtherPage, OtherVideo, VideoSource } from "../../shared/model/other-video.ts";
import { BigGoError } from "../biggo/biggo-error.ts";
import type { VideoPage, VideosApi } from "../biggo/videos.ts";
import type { Video } from "../biggo/wire/video.ts";
import { parseUserText } from "./parse-user-text.ts";

/** Videos of other users, and those the account likes. Read-only; never stored. */
export interface Others {
  /** Rejects with BigGoError, or AppError `invalid-input` when the text identifies no user. */
  list(source: VideoSource, page: number): Promise<OtherPage>;
  /** A recently listed video; null when it is not in memory. */
  video(videoId: string): Video | null;
}

/** Listed videos kept in memory, for their covers and pages. */
const maxRemembered = 2000;

function viewOf(video: Video): OtherVideo {
  const { videoId, userid, description, createdAtMs, lengthSeconds, aspectRatio, productCount } = video;
  const { viewCount, likeCount, commentCount } = video;
  const facts = { videoId, userid, description, createdAtMs, lengthSeconds, aspectRatio, productCount };
  return { ...facts, hasCover: video.coverUrl !== null, viewCount, likeCount, commentCount };
}

/** BigGo's code for a user that does not exist. */
const noSuchUser = 1007;

const userNotFound = () => new AppError("invalid-input", "No BigGo user found");

/** Builds it over BigGo's client. */
export function createOthers(videos: VideosApi): Others {
  const remembered = new Map<string, Video>();
  const remember = (listed: readonly Video[]) => {
    for (const video of listed) {
      remembered.delete(video.videoId);
      remembered.set(video.videoId, video);
    }
    for (const videoId of remembered.keys()) {
      if (remembered.size <= maxRemembered) break;
      remembered.delete(videoId);
    }
  };

  const useridOf = async (text: string): Promise<string> => {
    const parsed = parseUserText(text);
    if (parsed === null) throw userNotFound();
    return parsed.kind === "user" ? parsed.userid : (await videos.get(parsed.videoId)).userid;
  };

  const read = async (source: VideoSource, page: number): Promise<{ listed: VideoPage; userid: string | null }> => {
    if (source.kind === "liked") return { listed: await videos.listLiked(page), userid: null };
    const userid = await useridOf(source.text);
    const listed = await videos.listOf(userid, page).catch((error: unknown) => {
      // The error for a mistyped name is clearer than BigGo's, which says that the account is gone.
      if (error instanceof BigGoError && error.biggoCode === noSuchUser) throw userNotFound();
      throw error;
    });
    return { listed, userid };
  };

  return {
    async list(source, page) {
      const { listed, userid } = await read(source, page);
      remember(listed.videos);
      const { owner, total } = listed;
      return { userid, owner, videos: listed.videos.map(viewOf), total, page, pages: Math.ceil(total / pageSize) };
    },
    video: (videoId) => remembered.get(videoId) ?? null,
  };
}

/** Videos on a page (source: BigGo). */
const pageSize = 20;
