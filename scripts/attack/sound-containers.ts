import { readFile } from "node:fs/promises";
import { join } from "node:path";
import {
  BufferSource,
  BufferTarget,
  Conversion,
  Input,
  MkvOutputFormat,
  MovOutputFormat,
  MP4,
  Mp4OutputFormat,
  MpegTsOutputFormat,
  Output,
  type OutputFormat,
} from "mediabunny";

const sample = join(import.meta.dirname, "../../assets/sample.mp4");

/** The sample film in another container, its packets as they are. */
async function remuxed(bytes: Buffer, format: OutputFormat): Promise<Buffer> {
  const input = new Input({ formats: [MP4], source: new BufferSource(bytes) });
  const target = new BufferTarget();
  const conversion = await Conversion.init({ input, output: new Output({ format, target }), showWarnings: false });
  await conversion.execute();
  return Buffer.from(target.buffer ?? new ArrayBuffer(0));
}

/** The sample film in every container that can be written without coding it again, by its name. */
export async function soundContainers(): Promise<Record<string, Buffer>> {
  const bytes = await readFile(sample);
  return {
    mp4: bytes,
    "fragmented.mp4": await remuxed(bytes, new Mp4OutputFormat({ fastStart: "fragmented" })),
    mov: await remuxed(bytes, new MovOutputFormat()),
    mkv: await remuxed(bytes, new MkvOutputFormat()),
    ts: await remuxed(bytes, new MpegTsOutputFormat()),
  };
}
