import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ApiVideo, apiVideoSchema } from "./api-video.ts";

/** A response with every field of the published clients. */
const wire = {
  video_id: "v1",
  userid: "u1",
  at_userid: "me",
  name: "Me",
  profileimg: "https://x.example/me.jpg",
  url: "https://x.example/v1",
  description: "first line",
  access: 2,
  limit: 2,
  created_at: "2023-03-01T00:00:00.0000",
  timestamp: 1_677_628_800,
  str_datetime: "2023-03-01",
  is_edited: true,
  is_like: true,
  is_myvideo: true,
  is_follow: true,
  isVerifyEComm: true,
  isVerifyUser: true,
  is_private: false,
  hasProduct: true,
  product_count: 1,
  product_list: [{ title: "p", price: 9, symbol: "NT$", image: "i" }],
  video_comment_count: 3,
  video_like_count: 4,
  view_count: 5,
  like_list: ["u2"],
  status: { processing: false, process_status: 13, process_status_kw: ["complete"] },
  meta: {
    length: 12.5,
    iso8601_length: "PT12S",
    aspect_ratio: "9:16",
    cover_image: "https://x.example/c.jpg",
    thumbnails: ["https://x.example/t.jpg"],
    download: { mp4: "https://x.example/v.mp4" },
  },
};

const expected: ApiVideo = {
  videoId: "v1",
  userid: "u1",
  atUserid: "me",
  name: "Me",
  profileImage: "https://x.example/me.jpg",
  url: "https://x.example/v1",
  description: "first line",
  access: "unlisted",
  limit: "unlisted",
  createdAt: "2023-03-01T00:00:00.0000",
  timestampSeconds: 1_677_628_800,
  strDatetime: "2023-03-01",
  isEdited: true,
  isLike: true,
  isMyVideo: true,
  isFollow: true,
  isVerifyEComm: true,
  isVerifyUser: true,
  isPrivate: false,
  hasProduct: true,
  productCount: 1,
  productList: [expect.objectContaining({ title: "p", price: 9, symbol: "NT$", image: "i", id: null, index: null })],
  videoCommentCount: 3,
  videoLikeCount: 4,
  viewCount: 5,
  likeList: ["u2"],
  status: { processing: false, processStatus: 13, keywords: ["complete"], complete: true, broken: false },
  meta: {
    lengthSeconds: 12.5,
    iso8601Length: "PT12S",
    aspectRatio: 9 / 16,
    coverImage: "https://x.example/c.jpg",
    thumbnails: ["https://x.example/t.jpg"],
    download: { mp4: "https://x.example/v.mp4" },
  },
};

describe("apiVideoSchema", () => {
  it("reads every field", () => {
    expect(apiVideoSchema.parse({ ...wire, unknown_field: {} })).toEqual(expected);
  });

  it("reads a video of which only the id is known", () => {
    const video = apiVideoSchema.parse({ video_id: 7 });
    expect(Object.keys(video).toSorted()).toEqual(Object.keys(expected).toSorted());
    expect(video).toMatchObject({ videoId: "7", access: "private", limit: "private", description: null, meta: null });
    expect(video).toMatchObject({ isPrivate: null, strDatetime: null, likeList: [], productList: [] });
    expect(video.status).toMatchObject({ processing: true, complete: false, broken: false });
  });

  it("reads PHP's empty objects as null", () => {
    expect(apiVideoSchema.parse({ ...wire, meta: [] }).meta).toBeNull();
    const withoutDownload = { ...wire, meta: { ...wire.meta, download: [] } };
    expect(apiVideoSchema.parse(withoutDownload).meta?.download).toBeNull();
  });

  it("reads words, numbers and numeric strings for the access", () => {
    const accessOf = (access: unknown) => apiVideoSchema.parse({ ...wire, access }).access;
    expect([0, "1", "unlisted", 9].map(accessOf)).toEqual(["public", "private", "unlisted", "private"]);
  });

  it("reads access: null as private, and takes the other field for a missing one", () => {
    const accessOf = (fields: object) => apiVideoSchema.parse({ video_id: "v", ...fields }).access;
    expect(accessOf({ access: null, limit: 0 })).toBe("private");
    expect(accessOf({ limit: 0 })).toBe("public");
    expect(["", [], false, {}, "-1", 0.5].map((access) => accessOf({ access }))).toEqual(Array(6).fill("private"));
  });

  it.each([
    [{ timestamp: 1_764_000_000_000_000 }, 1_764_000_000],
    [{ timestamp: "1764000000000" }, 1_764_000_000],
    [{ timestamp: 1e300, created_at: "2023-03-01T00:00:00.0000" }, 1_677_628_800],
    [{ created_at: "2023-03-01T00:00:00.0000" }, 1_677_628_800],
    [{ timestamp: -5, created_at: "long ago" }, 0],
  ])("takes created_at where there is no timestamp, and dates within bounds: %j", (fields, seconds) => {
    expect(apiVideoSchema.parse({ video_id: "v", ...fields }).timestampSeconds).toBe(seconds);
  });

  it.each([
    [{ product_count: 2 }, { hasProduct: true, productCount: 2, productList: [] }],
    [
      { product_count: 2, product_list: { 1: { title: "p" } } },
      { hasProduct: true, productCount: 2 },
    ],
    [
      { product_count: "0", product_list: [] },
      { hasProduct: false, productCount: 0 },
    ],
    [
      { product_count: -1, product_list: [{ title: "p" }, null] },
      { hasProduct: true, productCount: 2 },
    ],
    [
      { product_count: {}, product_list: "none" },
      { hasProduct: true, productCount: 0 },
    ],
    [{ hasProduct: false }, { hasProduct: false, productCount: 0 }],
  ])("reads the products of %j", (fields, expected) => {
    expect(apiVideoSchema.parse({ video_id: "v", ...fields })).toMatchObject(expected);
  });

  it("never refuses a video for an optional or oddly typed field", () => {
    const fields = Object.fromEntries(Object.keys(wire).map((name) => [name, fc.jsonValue()]));
    fc.assert(
      fc.property(fc.record(fields, { requiredKeys: [] }), (odd) => {
        expect(apiVideoSchema.parse({ ...odd, video_id: "v" }).videoId).toBe("v");
      }),
    );
  });
});
