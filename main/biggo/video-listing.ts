import { z } from "zod";
import { BigGoError } from "./biggo-error.ts";
import { parseBody } from "./response.ts";
import { type ApiUser, apiUserSchema } from "./wire/api-user.ts";
import { type ApiVideo, apiVideoSchema } from "./wire/api-video.ts";
import { idList, optionalCount, optionalFlag } from "./wire/lenient.ts";
import { countOf, rowsOf } from "./wire/read-value.ts";

/** Numbers beside a listing. The published clients do not require them: null when BigGo leaves one out. */
export interface ListingCounts {
  /** `user_video_count`: the user's videos. */
  videos: number | null;
  /** `like_video_count`: videos that the user likes. */
  likedVideos: number | null;
  /** `subscribe_count`: products that the user follows. */
  followedProducts: number | null;
  /** `follower_count`: users who follow the user. */
  followers: number | null;
  /** `follow_count`: users whom the user follows. */
  following: number | null;
  /** `all_like_count`: likes of all the user's videos. */
  likes: number | null;
}

/** One page of a user's videos (`user_video` and what BigGo returns beside it). */
export interface VideoListing {
  /** `user_video.data`: the videos of the page, newest first. */
  videos: ApiVideo[];
  /** Rows of `user_video.data` that are not videos. */
  unreadable: number;
  /** `user_video.size`: number of rows on all pages. */
  size: number;
  /** `user`: whose listing it is; null when BigGo leaves it out. */
  user: ApiUser | null;
  /** `is_owner`: whether the listing is the account's own; null when BigGo leaves it out. */
  isOwner: boolean | null;
  counts: ListingCounts;
  /** `is_processing`: ids of videos that BigGo is still processing. */
  processingIds: string[];
}

/** More videos than any account has: a larger total is an error. */
const maxVideos = 10_000_000;

const pageSchema = z.object({
  data: z
    .unknown()
    .transform(rowsOf)
    .pipe(z.array(z.unknown(), { error: "not a list" })),
  size: z
    .unknown()
    .transform(countOf)
    .pipe(z.number({ error: "not a number" }).max(maxVideos)),
});

const listingBody = z.object({
  user_video: pageSchema,
  user: apiUserSchema,
  is_owner: optionalFlag,
  is_processing: idList,
  user_video_count: optionalCount,
  like_video_count: optionalCount,
  subscribe_count: optionalCount,
  follower_count: optionalCount,
  follow_count: optionalCount,
  all_like_count: optionalCount,
});

function countsIn(body: z.infer<typeof listingBody>): ListingCounts {
  return {
    videos: body.user_video_count,
    likedVideos: body.like_video_count,
    followedProducts: body.subscribe_count,
    followers: body.follower_count,
    following: body.follow_count,
    likes: body.all_like_count,
  };
}

/** The video as one that BigGo is still processing, unless its own status says that it is complete. */
function asProcessing(video: ApiVideo): ApiVideo {
  const status = video.status.complete ? video.status : { ...video.status, processing: true, broken: false };
  return { ...video, status };
}

/**
 * Parses a page of a listing. A video that `is_processing` names is being processed, whatever its own status says. A row that is not a video is skipped and counted; a page of nothing but such rows is not
 * BigGo's. Throws BigGoError `not-biggo`.
 */
export function parseListing(body: unknown): VideoListing {
  const listing = parseBody(listingBody, body, "video list");
  const { data, size } = listing.user_video;
  const processing = new Set(listing.is_processing);
  const videos = data.flatMap((row) => {
    const parsed = apiVideoSchema.safeParse(row);
    return parsed.success ? [processing.has(parsed.data.videoId) ? asProcessing(parsed.data) : parsed.data] : [];
  });
  if (data.length > 0 && videos.length === 0) throw new BigGoError("not-biggo", "video list without a single video");
  return {
    videos,
    unreadable: data.length - videos.length,
    size,
    user: listing.user,
    isOwner: listing.is_owner,
    counts: countsIn(listing),
    processingIds: listing.is_processing,
  };
}
