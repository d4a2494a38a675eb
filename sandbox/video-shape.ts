import type { SandboxUser } from "./account.ts";
import type { CatalogueProduct } from "./catalogue.ts";
import { productShape, shortProductShape } from "./product-shape.ts";
import type { VideoRecord } from "./video-store.ts";

/** What a video's wire shape depends on besides the record. */
export interface VideoView {
  readonly owner: SandboxUser;
  /** The signed-in user's id. */
  readonly viewer: string;
  readonly nowMs: number;
  readonly baseUrl: string;
  /** Sends undocumented process statuses between 0 and 13, as the real server is said to. */
  readonly intermediateStatuses: boolean;
  readonly findProduct: (nindex: string, oid: string) => CatalogueProduct | null;
}

/** Undocumented process statuses with their keyword, by the share of the processing time that has passed. */
const stages = [
  { until: 0.25, status: 1, keyword: "in queue" },
  { until: 0.5, status: 5, keyword: "downloading" },
  { until: 0.9, status: 9, keyword: "transcoding" },
  { until: Number.POSITIVE_INFINITY, status: 11, keyword: "thumbnail" },
] as const;

function statusOf(video: VideoRecord, view: VideoView) {
  if (video.failed !== null) {
    return {
      processing: false,
      process_status: view.intermediateStatuses ? 99 : 0,
      process_status_kw: [video.failed],
    };
  }
  if (view.nowMs >= video.ready_ms) {
    return { processing: false, process_status: 13, process_status_kw: ["complete"] };
  }
  const share = (view.nowMs - video.created_ms) / (video.ready_ms - video.created_ms);
  const stage = stages.find((candidate) => share < candidate.until) ?? stages[0];
  return {
    processing: true,
    process_status: view.intermediateStatuses ? stage.status : 0,
    process_status_kw: [view.intermediateStatuses ? stage.keyword : "in queue"],
  };
}

/** An ISO 8601 duration of whole seconds, such as `PT1M5S`. */
export function isoDuration(lengthMs: number): string {
  const total = Math.round(lengthMs / 1000);
  const [hours, minutes, seconds] = [Math.floor(total / 3600), Math.floor(total / 60) % 60, total % 60];
  const parts = [hours > 0 ? `${hours}H` : "", minutes > 0 ? `${minutes}M` : "", seconds > 0 ? `${seconds}S` : ""];
  return `PT${parts.join("") || "0S"}`;
}

/** The URL of a video's frame at `atMs`. */
function coverUrl(baseUrl: string, videoId: string, atMs: number): string {
  return `${baseUrl}/media/covers/${videoId}/${atMs}`;
}

function metaOf(video: VideoRecord, view: VideoView) {
  // The published Python model refuses PHP's empty object here.
  if (video.failed !== null || view.nowMs < video.ready_ms) return null;
  const timesMs = [0, 1 / 3, 2 / 3].map((share) => Math.round(video.length_ms * share));
  const ratio = video.width > 0 && video.height > 0 ? video.width / video.height : null;
  return {
    length: video.length_ms / 1000,
    iso8601_length: isoDuration(video.length_ms),
    aspect_ratio: ratio === null ? null : String(Number(ratio.toFixed(4))),
    cover_image: coverUrl(view.baseUrl, video.video_id, video.thumbnail_ms),
    thumbnails: timesMs.map((atMs) => coverUrl(view.baseUrl, video.video_id, atMs)),
    download: video.file === null ? [] : { mp4: `${view.baseUrl}/media/videos/${video.video_id}.mp4` },
  };
}

function commonFields(video: VideoRecord, view: VideoView) {
  const made = new Date(video.created_ms).toISOString();
  return {
    video_id: video.video_id,
    userid: view.owner.userid,
    at_userid: view.owner.at_userid,
    name: view.owner.name,
    profileimg: `${view.baseUrl}/media/profiles/${view.owner.userid}`,
    url: `https://biggo.com.tw/video/${video.video_id}`,
    description: video.description,
    access: video.access,
    limit: video.access,
    created_at: `${made.slice(0, 23)}0`,
    timestamp: Math.floor(video.created_ms / 1000),
    str_datetime: made.slice(0, 10),
    is_edited: video.edited === 1,
    is_like: false,
    is_myvideo: view.viewer === video.userid,
    is_follow: false,
    isVerifyEComm: false,
    isVerifyUser: false,
    is_private: video.access === 1,
    video_comment_count: video.comments,
    video_like_count: video.likes,
    view_count: video.views,
    like_list: [],
    status: statusOf(video, view),
    meta: metaOf(video, view),
  };
}

/** BigGo's Video. In a listing its products have no ids (`short`), on a single video they are complete. */
export function videoShape(video: VideoRecord, view: VideoView, products: "short" | "full") {
  const found = video.products.flatMap((ref) => view.findProduct(ref.nindex, ref.oid) ?? []);
  return {
    ...commonFields(video, view),
    hasProduct: found.length > 0,
    product_count: found.length,
    product_list: found.map((product) =>
      products === "short" ? shortProductShape(product, view.baseUrl) : productShape(product, view.baseUrl),
    ),
  };
}
