import { describe, expect, it } from "vitest";
import { apiVideoSchema } from "./api-video.ts";
import { toVideo } from "./video.ts";
import { sampleVideo } from "./video-sample.ts";

const parseVideo = (wire: object) => toVideo(apiVideoSchema.parse(wire));

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
      { processing: false, process_status: 99 },
      { complete: false, broken: true },
    ],
    [{ processing: false, process_status: 0, process_status_kw: ["transcode error"] }, { broken: true }],
  ])("reads the status %j", (status, expected) => {
    expect(parseVideo({ video_id: "v", status })).toMatchObject(expected);
  });
});
