import { describe, expect, it } from "vitest";
import { bulkRequestSchema } from "./bulk.ts";
import { detailsPatchSchema } from "./video.ts";

describe("texts of a video", () => {
  it("never contain half a character", () => {
    expect(detailsPatchSchema.parse({ title: "a\ud83c", description: "\udfa7b" })).toEqual({
      title: "a\ufffd",
      description: "\ufffdb",
    });
    const request = bulkRequestSchema.parse({ kind: "replaceText", find: "\ud83c", replacement: "\udfa7" });
    expect(request).toMatchObject({ find: "\ufffd", replacement: "\ufffd" });
  });
});
