/** A square PNG and its side length, px. */
export type IconImage = { side: number; png: Buffer };

/** Packs PNGs (up to 256 px) into a Windows .ico. */
export function packIco(images: readonly IconImage[]): Buffer {
  const header = Buffer.alloc(6);
  header.writeUInt16LE(1, 2);
  header.writeUInt16LE(images.length, 4);
  let offset = header.length + images.length * 16;
  const entries = images.map(({ side, png }) => {
    const entry = Buffer.alloc(16);
    // The format stores a side of 256, which does not fit a byte, as 0.
    entry.writeUInt8(side % 256, 0);
    entry.writeUInt8(side % 256, 1);
    entry.writeUInt16LE(1, 4);
    entry.writeUInt16LE(32, 6);
    entry.writeUInt32LE(png.length, 8);
    entry.writeUInt32LE(offset, 12);
    offset += png.length;
    return entry;
  });
  return Buffer.concat([header, ...entries, ...images.map((image) => image.png)]);
}

const icnsTypes: ReadonlyArray<readonly [type: string, side: number]> = [
  ["icp4", 16],
  ["icp5", 32],
  ["ic11", 32],
  ["ic12", 64],
  ["ic07", 128],
  ["ic08", 256],
  ["ic13", 256],
  ["ic09", 512],
  ["ic14", 512],
  ["ic10", 1024],
];

function icnsChunk(type: string, body: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.write(type, 0, "ascii");
  head.writeUInt32BE(body.length + 8, 4);
  return Buffer.concat([head, body]);
}

/** Packs PNGs into a macOS .icns. Throws when one of the sides listed above is missing. */
export function packIcns(images: readonly IconImage[]): Buffer {
  const chunks = icnsTypes.map(([type, side]) => {
    const image = images.find((candidate) => candidate.side === side);
    if (!image) throw new Error(`icon.icns needs an image of ${side} px, and none was rendered`);
    return icnsChunk(type, image.png);
  });
  return icnsChunk("icns", Buffer.concat(chunks));
}
