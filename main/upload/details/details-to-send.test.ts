import { describe, expect, it } from "vitest";
import { newDetails } from "../../../shared/model/video.ts";
import { detailsToSend } from "./details-to-send.ts";

describe("detailsToSend", () => {
  const details = { ...newDetails("clip", "public"), description: "Two\nlines" };

  it("sends the chosen access", () => {
    expect(detailsToSend(details)).toMatchObject({ title: "clip", description: "Two\nlines", access: "public" });
  });

  it("sends private while the video stays private until it is complete", () => {
    expect(detailsToSend({ ...details, stayPrivate: true }).access).toBe("private");
  });

  it("sends a cover time only when one was chosen", () => {
    expect(detailsToSend(details)).toMatchObject({ thumbnailTimeMs: undefined });
    expect(detailsToSend({ ...details, coverTimeMs: 1500 }).thumbnailTimeMs).toBe(1500);
  });
});
