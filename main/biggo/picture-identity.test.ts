import { describe, expect, it } from "vitest";
import { pictureIdentity } from "./picture-identity.ts";

describe("pictureIdentity: addresses signed anew each listing", () => {
  it.each([
    ["https://a.cdn/c/1.jpg?X-Amz-Date=1&X-Amz-Signature=a", "https://b.cdn/c/1.jpg?X-Amz-Signature=b&X-Amz-Date=2"],
    [
      "https://cdn/c/1.jpg?Expires=1&Signature=a&Key-Pair-Id=k",
      "https://cdn/c/1.jpg?Expires=2&Signature=b&Key-Pair-Id=k",
    ],
    ["https://cdn/c/1.jpg?e=1&token=a", "//other/c/1.jpg?e=2&token=b"],
    ["https://cdn/exp=1~acl=/*~hmac=a/c/1.jpg", "https://cdn/exp=2~acl=/*~hmac=b/c/1.jpg"],
    ["http://127.0.0.1:1000/media/covers/a/0", "http://127.0.0.1:2000/media/covers/a/0"],
    ["https://cdn/c/1.jpg?w=5&sig=x&v=2", "https://cdn/c/1.jpg?v=2&w=5&sig=y"],
  ])("is the same for %s and %s", (one, other) => {
    expect(pictureIdentity(one)).toBe(pictureIdentity(other));
  });

  it.each([
    ["https://cdn/c/1.jpg", "https://cdn/c/2.jpg"],
    ["https://cdn/image.php?id=1", "https://cdn/image.php?id=2"],
    ["https://cdn/c/1.jpg?v=1&sig=x", "https://cdn/c/1.jpg?v=2&sig=x"],
    ["https://cdn/c/1.jpg?t=1", "https://cdn/c/1.jpg?t=2"],
    ["http://[", "http://[1"],
    ["https://cdn/%zz/1.jpg", "https://cdn/%zz/2.jpg"],
  ])("differs for %s and %s", (one, other) => {
    expect(pictureIdentity(one)).not.toBe(pictureIdentity(other));
  });
});
