import { describe, expect, it } from "vitest";
import { audioCodecName, videoCodecName } from "./codec-names.ts";
import { type MediaInfoTrack, toMediaReading } from "./media-reading.ts";

const general = (fields: Partial<MediaInfoTrack> = {}): MediaInfoTrack => ({
  "@type": "General",
  Format: "MPEG-4",
  Duration: 10,
  OverallBitRate: 8_000_000,
  ...fields,
});
const video = (fields: Partial<MediaInfoTrack> = {}): MediaInfoTrack => ({
  "@type": "Video",
  Format: "AVC",
  Width: 1920,
  Height: 1080,
  FrameRate: 30,
  ...fields,
});
const packets = { hasPicture: true, lengthSeconds: 2, framesPerSecond: 25 };

describe("toMediaReading", () => {
  it("takes length, size and codecs from the header", () => {
    const reading = toMediaReading([general(), video(), { "@type": "Audio", Format: "AAC" }], packets);
    expect(reading).toMatchObject({ lengthSeconds: 10, aspectRatio: 1920 / 1080 });
    expect(reading.media).toEqual({
      container: "MPEG-4",
      videoCodec: "H.264",
      audioCodec: "AAC",
      width: 1920,
      height: 1080,
      framesPerSecond: 30,
      warning: null,
      analyzable: true,
    });
  });

  it.each([
    ["a transport stream, whose clock starts anywhere", general({ Format: "MPEG-TS", Duration: 2.04 }), 2],
    ["a header that says all ones", general({ Duration: 335544.32, OverallBitRate: 2 }), 2],
    ["a header without a length", general({ Format: "WebM", Duration: "" }), null],
    ["a header with a length of zero", general({ Duration: 0 }), null],
    ["a length that is no number", general({ Duration: "unknown" }), null],
  ])("reads the length of %s", (_, track, expected) => {
    expect(toMediaReading([track, video()], packets).lengthSeconds).toBe(expected);
  });

  it("does not know a placeholder's length without packets", () => {
    expect(toMediaReading([general({ Duration: 279_620, OverallBitRate: 9 }), video()], null).lengthSeconds).toBeNull();
  });

  it.each([
    ["a quarter turn", { Rotation: "90.000" }, [1080, 1920]],
    ["three quarters", { Rotation: "270.000" }, [1080, 1920]],
    ["a quarter turn back", { Rotation: "-90" }, [1080, 1920]],
    ["half a turn", { Rotation: "180.000" }, [1920, 1080]],
    ["wide pixels", { Width: 720, Height: 576, PixelAspectRatio: "1.422" }, [1024, 576]],
  ])("shows the size of a picture with %s", (_, fields, expected) => {
    const { width, height } = toMediaReading([general(), video(fields)], null).media;
    expect([width, height]).toEqual(expected);
  });

  it.each([
    ["a truncated index", [general({ extra: { IsTruncated: "Yes" } })], "no-index"],
    ["a film cut short", [general({ extra: { IsTruncated: "Yes" } }), video()], "cut-short"],
    ["sound only", [general(), { "@type": "Audio", Format: "AAC" }], "no-picture"],
    ["subtitles only", [general({ Format: "Matroska" }), { "@type": "Other" }], "no-picture"],
    ["a picture", [general({ Format: "PNG" }), { "@type": "Image", Format: "PNG" }], "other-kind"],
    ["nothing known", [{ "@type": "General" }], "unreadable"],
    ["no tracks at all", [], "unreadable"],
  ] as const)("warns of %s", (_, tracks, warning) => {
    expect(toMediaReading(tracks, null).media.warning).toBe(warning);
  });

  it("keeps the page away from a file whose packets were not read", () => {
    expect(toMediaReading([general(), video()], null).media.analyzable).toBe(false);
    expect(toMediaReading([general(), video()], { ...packets, hasPicture: false }).media.analyzable).toBe(false);
  });
});

describe("codec names", () => {
  it.each([
    [{ Format: "HEVC" }, "HEVC"],
    [{ Format: "ProRes", Format_Profile: "422 HQ" }, "ProRes 422 HQ"],
    [{ Format: "MPEG-4 Visual", Format_Profile: "Simple" }, "MPEG-4"],
    [{ Format: "H.263" }, "H.263"],
    [{ Format: "MPEG Video", Format_Version: "Version 2" }, "MPEG-2"],
    [{ Format: "MPEG Video", Format_Version: "Version 1" }, "MPEG-1"],
    [{ Format: "DV" }, "DV"],
    [{ Format: "VC-3", Format_Profile: "RI", CodecID: "AVdh" }, "DNxHR"],
    [{ Format: "VC-3", Format_Profile: "HD", CodecID: "AVdn" }, "DNxHD"],
    [{ Format: "CineForm" }, "CineForm"],
    [{ Format: "JPEG" }, "MJPEG"],
    [{ Format: "" }, null],
    [{}, null],
  ])("names %j as %s", (track, name) => {
    expect(videoCodecName(track)).toBe(name);
  });

  it.each([
    [{ Format: "MPEG Audio", Format_Profile: "Layer 3" }, "MP3"],
    [{ Format: "MPEG Audio", Format_Profile: "Layer 2" }, "MP2"],
    [{ Format: "PCM" }, "PCM"],
    [{}, null],
  ])("names the sound of %j as %s", (track, name) => {
    expect(audioCodecName(track)).toBe(name);
  });
});
