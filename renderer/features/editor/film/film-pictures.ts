import type { InputVideoTrack, VideoSample, VideoSampleSink } from "mediabunny";
import type { CandidateFrame } from "./choose-covers.ts";

/** Frames that are decoded one after another start a decoder each; so many failures in a row end the attempt. */
const maxFailures = 4;

/**
 * The frames shown at these times (seconds, ascending), null for those that cannot be decoded. The caller closes each
 * one. A damaged frame costs itself, not the frames after it.
 */
export async function* samplesAt(
  sink: VideoSampleSink,
  times: readonly number[],
): AsyncGenerator<VideoSample | null, void> {
  let next = 0;
  for (let failures = 0; next < times.length && failures < maxFailures; failures += 1) {
    try {
      for await (const sample of sink.samplesAtTimestamps(times.slice(next))) {
        next += 1;
        failures = 0;
        yield sample;
      }
      return;
    } catch {
      next += 1;
      yield null;
    }
  }
}

/** Draws a frame upright with square pixels, scaled to a height, as black on black where it is transparent. */
export function drawSample(sample: VideoSample, box: { height: number } | { width: number }): OffscreenCanvas {
  const { displayWidth, displayHeight } = sample;
  const scale = "height" in box ? box.height / displayHeight : box.width / displayWidth;
  const canvas = new OffscreenCanvas(
    Math.max(1, Math.round(displayWidth * scale)),
    Math.max(1, Math.round(displayHeight * scale)),
  );
  const context = canvas.getContext("2d", { willReadFrequently: "width" in box }) as OffscreenCanvasRenderingContext2D;
  sample.draw(context, 0, 0, canvas.width, canvas.height);
  return canvas;
}

/** A drawn frame as JPEG. */
export const toJpeg = (canvas: OffscreenCanvas) => canvas.convertToBlob({ type: "image/jpeg", quality: 0.85 });

/** A drawn frame in shades of grey, to be rated. */
export function toCandidate(canvas: OffscreenCanvas, atMs: number): CandidateFrame {
  const context = canvas.getContext("2d") as OffscreenCanvasRenderingContext2D;
  const { data, width } = context.getImageData(0, 0, canvas.width, canvas.height);
  const grey = new Uint8Array(data.length / 4);
  for (let index = 0; index < grey.length; index += 1) {
    const [red = 0, green = 0, blue = 0] = data.subarray(index * 4, index * 4 + 3);
    // Rec. 601 luma.
    grey[index] = 0.299 * red + 0.587 * green + 0.114 * blue;
  }
  return { atMs, grey, width };
}

/**
 * The size at which a track's frames are displayed, px: the decoder's where a frame can be decoded, since the parser
 * reports half the height of interlaced H.264.
 */
export async function displaySizeOf(
  track: InputVideoTrack,
  sample: VideoSample | null,
): Promise<{ width: number; height: number }> {
  if (sample !== null) return { width: sample.displayWidth, height: sample.displayHeight };
  return { width: await track.getDisplayWidth(), height: await track.getDisplayHeight() };
}
