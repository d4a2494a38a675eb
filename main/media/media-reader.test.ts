import { describe, expect, it } from "vitest";
import { unreadableMedia } from "../../shared/model/media.ts";
import { scriptedProcesses } from "../foundation/scripted-process.test-harness.ts";
import { createMediaReader } from "./media-reader.ts";

function scripted() {
  const processes = scriptedProcesses();
  return { ...processes, reader: createMediaReader({ ...processes, log: () => {} }) };
}

describe("createMediaReader", () => {
  const header = { ...unreadableMedia, lengthSeconds: 5 };

  it("ends a process that takes too long and keeps what the header said", async () => {
    const { reader, started, settle, elapse } = scripted();
    const reading = reader.read("/a");
    await settle();
    started[0]?.post({ kind: "header", reading: header });
    elapse();
    expect(await reading).toEqual(header);
    expect(started[0]?.killed).toBe(true);
  });

  it("warns of an index that cannot be read within bounds", async () => {
    const { reader, started, settle, elapse } = scripted();
    const reading = reader.read("/a");
    await settle();
    started[0]?.post({ kind: "header", reading: { ...header, media: { ...header.media, warning: null } } });
    elapse();
    expect((await reading).media.warning).toBe("damaged-index");
  });

  it("starts a new process after one ended, and reads one file at a time", async () => {
    const { reader, started, settle } = scripted();
    const [first, second] = [reader.read("/a"), reader.read("/b")];
    await settle();
    expect(started[0]?.sent).toEqual(["/a"]);
    started[0]?.exit();
    expect(await first).toEqual(unreadableMedia);
    await settle();
    expect(started[1]?.sent).toEqual(["/b"]);
    started[1]?.post({ kind: "done", reading: header });
    expect(await second).toEqual(header);
  });

  it("ignores messages of another shape", async () => {
    const { reader, started, settle } = scripted();
    const reading = reader.read("/a");
    await settle();
    for (const message of [null, "done", { kind: "done", reading: { lengthSeconds: -1 } }]) started[0]?.post(message);
    started[0]?.post({ kind: "done", reading: header });
    expect(await reading).toEqual(header);
  });
});
