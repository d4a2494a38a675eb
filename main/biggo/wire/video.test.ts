import { describe, expect, it } from "vitest";
import { apiVideoSchema } from "./api-video.ts";
import { toDetailedVideo, toVideo } from "./video.ts";
import { sampleVideo } from "./video-sample.ts";

const parseVideo = (wire: object) => toVideo(apiVideoSchema.parse(wire));

const product = (id: string) => ({ id, index: "x", title: `p${id}` });

describe("a detail answer whose product_list is shorter than product_count", () => {
  const listOf = (wire: object) =>
    toDetailedVideo(apiVideoSchema.parse({ video_id: "v", ...wire })).products.map(({ oid, title }) => oid ?? title);

  it.each([
    [{ product_count: 2 }, ["#1", "#2"]],
    [{ product_count: 2, product_list: null }, ["#1", "#2"]],
    [{ product_count: 2, product_list: { 1: product("a"), 4: product("b") } }, ["a", "b"]],
    [{ product_count: 2, product_list: [null, product("b")] }, ["b", "#2"]],
    [{ product_list: [product("a"), "?"] }, ["a", "#2"]],
    [{ product_count: 2, product_list: [product("a"), {}] }, ["a", "#2"]],
    [{ hasProduct: true, product_list: [] }, ["#1"]],
    [{ product_count: 1e300, product_list: [product("a")] }, ["a"]],
    [{ product_count: 900, product_list: [product("a")] }, ["a", ...[2, 3, 4, 5, 6, 7, 8, 9, 10].map((n) => `#${n}`)]],
    [{ product_count: 2, product_list: [product("a"), product("a")] }, ["a"]],
    [{ product_count: 0, product_list: [] }, []],
    [{ hasProduct: false }, []],
    [{}, ["#1"]],
  ])("lists every product of %j", (wire, expected) => {
    expect(listOf(wire)).toEqual(expected);
  });
});

describe("toVideo", () => {
  it("has the fields that are stored in the database, and no others", () => {
    expect(Object.keys(parseVideo({ video_id: "v" })).toSorted()).toEqual(Object.keys(sampleVideo("v")).toSorted());
  });

  it("requires only the id", () => {
    expect(parseVideo({ video_id: "v" })).toMatchObject({
      videoId: "v",
      complete: false,
      broken: false,
      access: "private",
    });
  });

  it("accepts PHP's empty objects, numbers as strings and fields of other types", () => {
    const video = parseVideo({
      video_id: 12,
      meta: [],
      view_count: "31",
      access: "2",
      product_list: "none",
      status: { processing: 1, process_status: "0", process_status_kw: null },
      surprise: {},
    });
    expect(video).toMatchObject({
      videoId: "12",
      viewCount: 31,
      access: "unlisted",
      lengthSeconds: null,
      products: [],
    });
  });

  it.each([
    ["9:16", 9 / 16],
    ["1.7778", 1.7778],
    [0.5625, 0.5625],
    ["wide", null],
    [null, null],
  ])("reads the aspect ratio %s", (aspect_ratio, expected) => {
    const meta = { length: 1, aspect_ratio, cover_image: "c", thumbnails: [], download: [] };
    expect(parseVideo({ video_id: "v", meta }).aspectRatio).toBe(expected);
  });

  it.each([
    [
      { processing: true, process_status: 0 },
      { complete: false, broken: false },
    ],
    [
      { processing: false, process_status: 1 },
      { complete: false, broken: false },
    ],
    [
      { processing: true, process_status: 7 },
      { complete: false, broken: false },
    ],
    [
      { processing: false, process_status: 13 },
      { complete: true, broken: false },
    ],
    [
      { processing: false, process_status: 7 },
      { complete: false, broken: false },
    ],
    [{ processing: false, process_status: 0, process_status_kw: ["transcode error"] }, { broken: true }],
  ])("reads the status %j", (status, expected) => {
    expect(parseVideo({ video_id: "v", status })).toMatchObject(expected);
  });
});
