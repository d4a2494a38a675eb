import { describe, expect, it } from "vitest";
import { BigGoError } from "./biggo-error.ts";
import { parseListing } from "./video-listing.ts";

const user = { userid: "u1", at_userid: "me", name: "Me" };

describe("parseListing", () => {
  it("reads the page and what BigGo returns beside it", () => {
    const listing = parseListing({
      result: true,
      user_video: { data: [{ video_id: "v1" }, { no: "video" }], size: "42" },
      is_owner: true,
      user,
      subscribe_count: 1,
      user_video_count: 2,
      follower_count: 3,
      like_video_count: 4,
      follow_count: 5,
      all_like_count: 6,
      is_processing: ["v1"],
    });
    expect(listing).toMatchObject({ unreadable: 1, size: 42, isOwner: true, processingIds: ["v1"] });
    expect(listing.videos.map(({ videoId }) => videoId)).toEqual(["v1"]);
    expect(listing.user).toMatchObject({ userid: "u1", atUserid: "me", name: "Me" });
    const counts = { followedProducts: 1, videos: 2, followers: 3, likedVideos: 4, following: 5, likes: 6 };
    expect(listing.counts).toEqual(counts);
  });

  it("takes a video that is_processing names for one that is processed", () => {
    const failed = { processing: false, process_status: 7, process_status_kw: ["error"] };
    const complete = { processing: false, process_status: 13, process_status_kw: ["complete"] };
    const data = [
      { video_id: "v1", status: failed },
      { video_id: "v2", status: failed },
      { video_id: "v3", status: complete },
    ];
    const { videos } = parseListing({ user_video: { data, size: 3 }, is_processing: ["v1", "v3"] });
    expect(videos.map(({ status }) => status)).toMatchObject([
      { processing: true, broken: false },
      { processing: false, broken: true },
      { processing: false, complete: true },
    ]);
  });

  it("reads the page alone, as the published clients require no more", () => {
    const listing = parseListing({ result: true, user_video: { data: [], size: 0 } });
    expect(listing).toMatchObject({ videos: [], unreadable: 0, size: 0, user: null, isOwner: null, processingIds: [] });
    expect(new Set(Object.values(listing.counts))).toEqual(new Set([null]));
  });

  it.each([
    [{ user_video: { data: [{ no: "video" }], size: 1 } }],
    [{ user_video: { data: [], size: "many" } }],
    [{ result: true }],
  ])("rejects %j as not BigGo's", (body) => {
    expect(() => parseListing(body)).toThrow(BigGoError);
  });
});
