import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { containerEnd } from "./container-end.ts";
import { createOpenForWriting } from "./open-for-writing.ts";
import { createReadiness } from "./readiness.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "readiness-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function box(type: string, content: Buffer | Buffer[] = Buffer.alloc(20), announced?: number): Buffer {
  const body = Buffer.concat([content].flat());
  const header = Buffer.alloc(8, type.padStart(8), "latin1");
  header.writeUInt32BE(announced ?? body.length + 8, 0);
  return Buffer.concat([header, body]);
}
function largeBox(type: string, contentBytes: number): Buffer {
  const size = Buffer.alloc(8);
  size.writeBigUInt64BE(BigInt(contentBytes + 16));
  return Buffer.concat([box(type, size, 1), Buffer.alloc(contentBytes)]);
}
const ebml = (segmentSize: number[], contentBytes: number) =>
  Buffer.concat([
    Buffer.from([0x1a, 0x45, 0xdf, 0xa3, 0x84, 1, 2, 3, 4, 0x18, 0x53, 0x80, 0x67, ...segmentSize]),
    Buffer.alloc(contentBytes),
  ]);

const [ftyp, moov, mdat] = [box("ftyp"), box("moov", box("mvhd")), box("mdat")];

function file(...parts: Buffer[]): string {
  const path = join(folder, "clip.mp4");
  writeFileSync(path, Buffer.concat(parts));
  return path;
}

describe("containerEnd", () => {
  it.each([
    ["finished", "index at the end", [ftyp, mdat, moov]],
    ["finished", "index at the start", [ftyp, moov, mdat]],
    ["finished", "a box with a 64-bit size", [ftyp, largeBox("mdat", 100), moov]],
    ["finished", "media to the end of the file", [ftyp, moov, box("mdat", Buffer.alloc(9), 0)]],
    ["unfinished", "no index yet", [ftyp, mdat]],
    ["unfinished", "media without a size yet", [ftyp, box("mdat", Buffer.alloc(900), 0)]],
    ["unfinished", "cut off in the media", [ftyp, moov, mdat.subarray(0, 12)]],
    ["unfinished", "cut off in the index", [ftyp, mdat, moov.subarray(0, 12)]],
    ["unknown", "fragments", [ftyp, box("moov", [box("mvhd"), box("mvex")]), box("moof"), mdat]],
    ["unknown", "a camera's trailer", [ftyp, mdat, moov, Buffer.alloc(30, "insv")]],
    ["finished", "Matroska with its size", [ebml([0x8a], 10)]],
    ["unfinished", "Matroska cut off", [ebml([0x40, 100], 10)]],
    ["unknown", "Matroska without a size", [ebml([0x01, 255, 255, 255, 255, 255, 255, 255], 10)]],
    ["unknown", "MPEG-TS", [Buffer.alloc(188, "G")]],
    ["unknown", "text", [Buffer.from("this is not a video\n")]],
    ["unknown", "nothing", []],
  ])("%s: %s", async (expected, _, parts) => {
    expect(await containerEnd(file(...parts))).toBe(expected);
  });
});

/** Opens a file in another process, which holds it until it is ended. */
async function holdOpen(path: string, flags: string) {
  const script = `require("fs").openSync(${JSON.stringify(path)}, ${JSON.stringify(flags)}); console.log("open"); setInterval(() => {}, 1000)`;
  const child = spawn(process.execPath, ["-e", script], { stdio: ["ignore", "pipe", "inherit"] });
  await once(child.stdout, "data");
  return async () => {
    child.kill("SIGKILL");
    await once(child, "exit");
  };
}

describe.runIf(process.platform === "linux" || process.platform === "darwin")("createOpenForWriting", () => {
  it.each(["a", "r+", "w"])("reports a file that another process has open with %s, until it ends", async (flags) => {
    const path = file(ftyp, mdat, moov);
    const end = await holdOpen(path, flags);
    expect(await createOpenForWriting()(path)).toBe("yes");
    await end();
    expect(await createOpenForWriting()(path)).toBe("no");
  });

  it("ignores readers, and writers of another file of the same name", async () => {
    const path = file(ftyp, mdat, moov);
    const other = mkdtempSync(join(folder, "other-"));
    writeFileSync(join(other, "clip.mp4"), "");
    const ends = [await holdOpen(path, "r"), await holdOpen(join(other, "clip.mp4"), "a")];
    expect(await createOpenForWriting()(path)).toBe("no");
    for (const end of ends) await end();
  });

  it("is unknown for a file that is gone, and on a system that does not say", async () => {
    expect(await createOpenForWriting()(join(folder, "gone.mp4"))).toBe("unknown");
    expect(await createOpenForWriting("freebsd")(file(ftyp))).toBe("unknown");
  });
});

describe("createReadiness", () => {
  const readiness = (opened: "yes" | "no" | "unknown") => createReadiness(async () => opened);
  const complete = () => file(ftyp, mdat, moov);
  const stream = () => file(Buffer.alloc(188, "G"));

  it("waits for a file that is held, whatever its container says", async () => {
    expect(await readiness("yes")(complete())).toBe("held");
  });

  it.each(["aria2", "part", "crdownload"])("waits while a download keeps its .%s file beside it", async (ending) => {
    const path = complete();
    writeFileSync(`${path}.${ending}`, "");
    expect(await readiness("no")(path)).toBe("held");
    rmSync(`${path}.${ending}`);
    expect(await readiness("no")(path)).toBe("ready");
  });

  it("reports an unfinished container", async () => {
    expect(await readiness("no")(file(ftyp, mdat))).toBe("unfinished");
    expect(await readiness("unknown")(file(ftyp, mdat))).toBe("unfinished");
  });

  it("is only unknown when neither the system nor the container says", async () => {
    expect(await readiness("unknown")(stream())).toBe("unknown");
    expect(await readiness("unknown")(complete())).toBe("ready");
    expect(await readiness("no")(stream())).toBe("ready");
    expect(await readiness("no")(join(folder, "gone.mp4"))).toBe("ready");
  });
});
