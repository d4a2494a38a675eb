import { describe, expect, it } from "vitest";
import { scriptedProcesses } from "../foundation/scripted-process.test-harness.ts";
import { maxPictureBytes } from "./picture-bounds.ts";
import { createPictureDecoder } from "./picture-decoder.ts";

const jpeg = Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, 1]);

function scripted() {
  const processes = scriptedProcesses();
  return { ...processes, decoder: createPictureDecoder({ ...processes, log: () => {} }) };
}

describe("createPictureDecoder", () => {
  it("ends a process that takes too long, and starts another one", async () => {
    const { decoder, started, elapse, settle } = scripted();
    const [first, second] = [decoder.decode(jpeg), decoder.decode(jpeg)];
    await settle();
    started[0]?.post({ kind: "started" });
    elapse();
    expect(await first).toEqual({ kind: "refused" });
    expect(started[0]?.killed).toBe(true);
    await settle();
    started[1]?.post({ kind: "picture", bytes: jpeg });
    expect(await second).toEqual({ kind: "picture", bytes: jpeg });
  });

  it("blames the picture for an end after it was begun, and not for one before", async () => {
    const { decoder, started, settle } = scripted();
    const before = decoder.decode(jpeg);
    await settle();
    started[0]?.exit();
    expect(await before).toEqual({ kind: "unavailable" });
    const begun = decoder.decode(jpeg);
    await settle();
    started[1]?.post({ kind: "started" });
    started[1]?.exit();
    expect(await begun).toEqual({ kind: "refused" });
  });

  it("blames no picture when the app quits", async () => {
    const { decoder, started, settle } = scripted();
    const [current, next] = [decoder.decode(jpeg), decoder.decode(jpeg)];
    await settle();
    started[0]?.post({ kind: "started" });
    decoder.close();
    expect([await current, await next]).toEqual([{ kind: "unavailable" }, { kind: "unavailable" }]);
    expect(started).toHaveLength(1);
  });

  it.each([
    ["an SVG", Buffer.from("<svg xmlns='http://www.w3.org/2000/svg'/>")],
    ["too many bytes", Buffer.concat([jpeg, Buffer.alloc(maxPictureBytes)])],
    ["nothing", Buffer.alloc(0)],
  ])("starts no process for %s", async (_name, bytes) => {
    const { decoder, started } = scripted();
    expect(await decoder.decode(bytes)).toEqual({ kind: "refused" });
    expect(started).toEqual([]);
  });

  it("shows nothing of the process but a JPEG or a WebP of a bounded size", async () => {
    const { decoder, started, settle } = scripted();
    for (const bytes of [Buffer.from("<svg/>"), Buffer.from("GIF89a"), Buffer.concat([jpeg, Buffer.alloc(9e6)])]) {
      const decoded = decoder.decode(jpeg);
      await settle();
      for (const message of [null, "picture", { kind: "picture", bytes: "x" }]) started[0]?.post(message);
      started[0]?.post({ kind: "picture", bytes });
      expect(await decoded).toEqual({ kind: "refused" });
    }
  });
});
