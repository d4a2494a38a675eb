import { describe, expect, it } from "vitest";
import { frameFilePart } from "./multipart.ts";

describe("frameFilePart", () => {
  it("frames a part and escapes its file name by the WHATWG rule", () => {
    const framing = frameFilePart({
      name: "video",
      fileName: 'a"b\r\nc\\開.mp4',
      mediaType: "video/mp4",
      boundary: "B",
    });
    expect(framing.head.toString()).toBe(
      '--B\r\nContent-Disposition: form-data; name="video"; filename="a%22b%0D%0Ac\\開.mp4"\r\nContent-Type: video/mp4\r\n\r\n',
    );
    expect(framing.tail.toString()).toBe("\r\n--B--\r\n");
  });
});
