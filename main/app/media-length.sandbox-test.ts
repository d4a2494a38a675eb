import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { onUploads, setupUploadFixture } from "./uploads.test-harness.ts";

const fixture = setupUploadFixture();

const ffmpeg = (...args: string[]) => execFileSync("ffmpeg", ["-loglevel", "error", "-y", ...args]);
const picture = (seconds: number) => ["-f", "lavfi", "-i", `testsrc2=size=160x120:rate=25:duration=${seconds}`];
const coded = ["-c:v", "libx264", "-pix_fmt", "yuv420p"];

/** Files whose length in the header is not the length of the film. */
const films: readonly [string, (path: string) => void][] = [
  [
    "a transport stream whose clock starts at 5,000 s",
    (path) => ffmpeg(...picture(12), ...coded, "-output_ts_offset", "5000", "-f", "mpegts", path),
  ],
  [
    "an AVCHD stream whose clock starts at 5,000 s",
    (path) =>
      ffmpeg(...picture(11), ...coded, "-output_ts_offset", "5000", "-f", "mpegts", "-mpegts_m2ts_mode", "1", path),
  ],
  [
    "a film cut by an edit list",
    (path) => {
      const whole = `${path}.whole.mp4`;
      ffmpeg(...picture(20), ...coded, "-g", "500", whole);
      ffmpeg("-ss", "6.5", "-i", whole, "-c", "copy", "-t", "7", path);
    },
  ],
];
const extensions = [".ts", ".mts", ".mp4"];

describe("an upload whose response is lost", () => {
  it.each(films.map(([name, make], index) => ({ name, make, fileName: `film${index}${extensions[index]}` })))(
    "is recognised by its length: $name",
    async ({ make, fileName }) => {
      const path = join(fixture.files, fileName);
      make(path);
      await fixture.fault({ kind: "drop-answer", match: onUploads });
      const id = await fixture.addOne(path);
      fixture.app.workspace.engine.edit(id, { title: "Kept" });
      await fixture.app.until(id, "complete");
      // One video, adopted, with the title that was typed.
      expect(await fixture.videosNamed(fileName)).toMatchObject([{ title: "Kept" }]);
      expect(fixture.app.upload(id).attempts).toBe(1);
    },
  );
});
