/** A file that names others, and what it is. */
export interface NamingFile {
  name: string;
  bytes: Buffer;
}

const box = (type: string, ...content: Uint8Array[]): Buffer => {
  const data = Buffer.concat(content);
  const head = Buffer.alloc(8);
  head.writeUInt32BE(8 + data.length, 0);
  head.write(type, 4, "latin1");
  return Buffer.concat([head, data]);
};

/** A number as Matroska writes the size of an element of less than 16 KB (RFC 8794, 4). */
const elementSize = (length: number) => [0x40 | (length >> 8), length & 0xff];
const element = (id: readonly number[], content: Uint8Array): Buffer =>
  Buffer.concat([Uint8Array.from([...id, ...elementSize(content.length)]), content]);

const ancestorsOfReferences = new Set(["moov", "trak", "mdia", "minf", "dinf"]);

/** An MP4 whose media is said to be in another file: each of its data references is replaced (ISO/IEC 14496-12, 8.7.2). */
function withDataReference(boxes: Buffer, entry: Buffer): Buffer {
  const changed: Buffer[] = [];
  for (let at = 0; at + 8 <= boxes.length; ) {
    const size = boxes.readUInt32BE(at);
    const type = boxes.toString("latin1", at + 4, at + 8);
    const payload = boxes.subarray(at + 8, at + size);
    const count = Buffer.from([0, 0, 0, 0, 0, 0, 0, 1]);
    if (type === "dref") changed.push(box("dref", count, entry));
    else if (ancestorsOfReferences.has(type)) changed.push(box(type, withDataReference(payload, entry)));
    else changed.push(boxes.subarray(at, at + size));
    at += Math.max(size, 8);
  }
  return Buffer.concat(changed);
}

/** A reference movie (QuickTime File Format, `rmra`): nothing but the names of other movies. */
function referenceMovie(target: string, type: "url " | "alis"): Buffer {
  const name = Buffer.from(`${target}\0`);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(name.length, 0);
  const reference = box("rdrf", Buffer.alloc(4), Buffer.from(type, "latin1"), length, name);
  return Buffer.concat([
    box("ftyp", Buffer.from("qt  \0\0\0\0qt  ", "latin1")),
    box("moov", box("rmra", box("rmda", reference))),
  ]);
}

/** A Matroska file that is continued in another one: SegmentFilename, NextFilename (RFC 9559, 5.1.2). */
function linkedMatroska(target: string): Buffer {
  const names = [
    [0x73, 0x84],
    [0x3e, 0x83, 0xbb],
  ].map((id) => element(id, Buffer.from(target)));
  const header = element([0x1a, 0x45, 0xdf, 0xa3], element([0x42, 0x82], Buffer.from("matroska")));
  const info = element([0x15, 0x49, 0xa9, 0x66], Buffer.concat(names));
  return Buffer.concat([header, element([0x18, 0x53, 0x80, 0x67], info)]);
}

/** Files that name `target` as every format does that can; `sound` is an MP4 with an index. */
export function filesThatName(target: string, sound: Buffer): NamingFile[] {
  const text = (name: string, content: string) => ({ name, bytes: Buffer.from(content) });
  const segment = `#EXTINF:2,\n${target}\n`;
  return [
    text("HLS", `#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-TARGETDURATION:2\n${segment}#EXT-X-ENDLIST\n`),
    text("HLS of variants", `#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\n${target}\n`),
    text(
      "HLS with a key and a map",
      `#EXTM3U\n#EXT-X-KEY:METHOD=AES-128,URI="${target}"\n#EXT-X-MAP:URI="${target}"\n${segment}`,
    ),
    text(
      "DASH",
      `<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011"><Period><AdaptationSet mimeType="video/mp4">` +
        `<Representation id="1"><BaseURL>${target}</BaseURL></Representation></AdaptationSet></Period></MPD>`,
    ),
    text("ffconcat", `ffconcat version 1.0\nfile '${target}'\n`),
    text(
      "SDP",
      `v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nu=${target}\nt=0 0\nm=video 5004 RTP/AVP 96\na=control:${target}\n`,
    ),
    text("PLS", `[playlist]\nFile1=${target}\nNumberOfEntries=1\n`),
    text("SMIL", `<smil><body><video src="${target}"/></body></smil>`),
    { name: "a reference movie by url", bytes: referenceMovie(target, "url ") },
    { name: "a reference movie by alias", bytes: referenceMovie(target, "alis") },
    {
      name: "an MP4 whose data is elsewhere",
      bytes: withDataReference(sound, box("url ", Buffer.alloc(4), Buffer.from(`${target}\0`))),
    },
    {
      name: "an MP4 whose data is behind an alias",
      bytes: withDataReference(sound, box("alis", Buffer.alloc(4), Buffer.from(target))),
    },
    { name: "Matroska with linked segments", bytes: linkedMatroska(target) },
  ];
}
