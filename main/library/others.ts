import { AppError } from "../../shared/errors.ts";
import type { OtherPage, OtherVideo, Whose } from "../../shared/model/other-video.ts";
import { BigGoError } from "../biggo/biggo-error.ts";
import type { VideoPage, VideosApi } from "../biggo/videos.ts";
import type { Video } from "../biggo/wire/video.ts";
import { parseUserText } from "./parse-user-text.ts";

/** Videos of other people, and those the account likes: looked at, never kept, never changed. */
export interface Others {
  /** Rejects with BigGoError, or AppError `invalid-input` for a text that names nobody. */
  list(whose: Whose, page: number): Promise<OtherPage>;
  /** A video that was listed lately. */
  video(videoId: string): Video | null;
}

/** So many listed videos are remembered, for their covers and pages. */
const maxRemembered = 2000;

function viewOf(video: Video): OtherVideo {
  const { videoId, userid, description, createdAtMs, lengthSeconds, aspectRatio, productCount } = video;
  const { viewCount, likeCount, commentCount } = video;
  const facts = { videoId, userid, description, createdAtMs, lengthSeconds, aspectRatio, productCount };
  return { ...facts, hasCover: video.coverUrl !== null, viewCount, likeCount, commentCount };
}

/** BigGo's code for a user that does not exist. */
const noSuchUser = 1007;

const nobody = () => new AppError("invalid-input", "This names nobody on BigGo");

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
    const meaning = parseUserText(text);
    if (meaning === null) throw nobody();
    return meaning.kind === "user" ? meaning.userid : (await videos.get(meaning.videoId)).userid;
  };

  const read = async (whose: Whose, page: number): Promise<{ listed: VideoPage; userid: string | null }> => {
    if (whose.kind === "liked") return { listed: await videos.listLiked(page), userid: null };
    const userid = await useridOf(whose.text);
    const listed = await videos.listOf(userid, page).catch((error: unknown) => {
      // Whoever was named, it is nobody: that says more than that an account is gone.
      if (error instanceof BigGoError && error.biggoCode === noSuchUser) throw nobody();
      throw error;
    });
    return { listed, userid };
  };

  return {
    async list(whose, page) {
      const { listed, userid } = await read(whose, page);
      remember(listed.videos);
      const { owner, total } = listed;
      return { userid, owner, videos: listed.videos.map(viewOf), total, page, pages: Math.ceil(total / pageSize) };
    },
    video: (videoId) => remembered.get(videoId) ?? null,
  };
}

/** Videos on a page (source: BigGo). */
const pageSize = 20;
