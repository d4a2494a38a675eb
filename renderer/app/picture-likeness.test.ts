import { describe, expect, it } from "vitest";
import { type GreyPicture, judgePictures, likenessOf } from "./picture-likeness.ts";

/** A gradient in a direction, as a stand-in for a scene. */
function scene(dx: number, dy: number): GreyPicture {
  return Uint8Array.from({ length: 256 }, (_, index) => 128 + 50 * Math.sin((index % 16) * dx + (index >> 4) * dy));
}
/** The same picture after compression, darker. */
const compressed = (picture: GreyPicture) =>
  picture.map((value, index) => Math.max(0, Math.min(255, value * 0.8 + ((index * 7) % 9) - 4)));
const film = [scene(0.2, 0.1), scene(0.9, 0), scene(0, 1.1), scene(0.7, 0.7)];
const other = [scene(1.7, 0.4), scene(0.3, 2.2), scene(2.4, 1.3)];

describe("judgePictures", () => {
  it("knows the pictures of a film by its frames, compressed or not", () => {
    expect(likenessOf(scene(0.9, 0), scene(0.9, 0))).toBeCloseTo(1);
    expect(
      judgePictures(
        [film[1], film[3]].map((picture) => compressed(picture as GreyPicture)),
        film,
      ),
    ).toBe("same");
  });

  it("knows the pictures of another film", () => {
    expect(judgePictures(other, film)).toBe("different");
  });

  it("does not know where some fit and some do not, where all are of one colour, and without frames", () => {
    expect(judgePictures([film[0] as GreyPicture, other[0] as GreyPicture], film)).toBe("unknown");
    expect(judgePictures([new Uint8Array(256).fill(3)], film)).toBe("unknown");
    expect(judgePictures(film, [])).toBe("unknown");
    expect(judgePictures([], film)).toBe("unknown");
  });
});
