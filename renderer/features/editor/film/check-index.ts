/** Reads `length` bytes at `start`; fewer at the end of the file. */
export type ReadRange = (start: number, length: number) => Promise<DataView>;

/** A malformed index: reading it as it stands could exhaust time or memory. */
export class MalformedIndex extends Error {
  override name = "MalformedIndex";
}

/** More frames than a film of ten hours at 120 frames per second has. */
const maxSamples = 5_000_000;
/** An index larger than this is not read: one of `maxSamples` needs less. */
const maxIndexBytes = 96 * 1024 * 1024;
/** Top-level boxes that are visited; a fragmented film of ten hours has fewer. */
const maxBoxes = 50_000;

const containers = new Set(["moov", "trak", "mdia", "minf", "stbl", "edts", "mvex", "moof", "traf"]);

/** Bytes per entry, and where an entry holds a number of samples. ISO/IEC 14496-12, section 8. */
const tables: Readonly<Record<string, { entryBytes: number; countAt: number | null }>> = {
  stts: { entryBytes: 8, countAt: 0 },
  ctts: { entryBytes: 8, countAt: 0 },
  stsc: { entryBytes: 12, countAt: 4 },
  stss: { entryBytes: 4, countAt: null },
  stco: { entryBytes: 4, countAt: null },
  co64: { entryBytes: 8, countAt: null },
};

const typeAt = (view: DataView, offset: number) =>
  String.fromCharCode(...[4, 5, 6, 7].map((index) => view.getUint8(offset + index)));

function requireThat(isSane: boolean, box: string): void {
  if (!isSane) throw new MalformedIndex(`The box ${box} is malformed`);
}

/** Checks one table whose payload starts at `start`, after version and flags. */
function checkTable(view: DataView, type: string, start: number, end: number): void {
  const table = tables[type];
  if (type === "stsz" || type === "stz2") {
    requireThat(end - start >= 8 && view.getUint32(start + 4) <= maxSamples, type);
    return;
  }
  if (type === "trun") {
    requireThat(end - start >= 4 && view.getUint32(start) <= maxSamples, type);
    return;
  }
  if (type === "elst") {
    requireThat(end - start >= 4 && view.getUint32(start) * 12 <= end - start, type);
    return;
  }
  if (table === undefined) return;
  requireThat(end - start >= 4, type);
  const entries = view.getUint32(start);
  requireThat(entries * table.entryBytes <= end - start - 4, type);
  const { countAt } = table;
  if (countAt === null) return;
  let samples = 0;
  for (let index = 0; index < entries; index += 1) {
    samples += view.getUint32(start + 4 + index * table.entryBytes + countAt);
    requireThat(samples <= maxSamples, type);
  }
}

/** Checks the boxes between two offsets of a view, and those within them. */
function checkBoxes(view: DataView, from: number, to: number): void {
  for (let offset = from; offset + 8 <= to; ) {
    const type = typeAt(view, offset);
    const isLarge = view.getUint32(offset) === 1 && offset + 16 <= to;
    const size = isLarge ? Number(view.getBigUint64(offset + 8)) : view.getUint32(offset);
    const payload = offset + (isLarge ? 16 : 8);
    // Whatever follows is not a box: a parser stops there as well.
    if (size < payload - offset) return;
    const end = Math.min(to, offset + size);
    if (containers.has(type)) checkBoxes(view, payload, end);
    else if (end - payload >= 4) checkTable(view, type, payload + 4, end);
    offset += size;
  }
}

/**
 * Verifies that an ISO base media file's index can be read in bounded time and memory; any other file passes. Rejects
 * with {@link MalformedIndex} otherwise. The page's parser expands tables by the numbers they contain, whatever the
 * size of the file.
 */
export async function checkIndex(read: ReadRange, sizeBytes: number): Promise<void> {
  let offset = 0;
  for (let boxes = 0; boxes < maxBoxes && offset + 8 <= sizeBytes; boxes += 1) {
    const header = await read(offset, 16);
    if (header.byteLength < 8) return;
    const type = typeAt(header, 0);
    if (boxes === 0 && !/^[\w ]{4}$/.test(type)) return;
    const size = header.getUint32(0);
    const isLarge = size === 1 && header.byteLength >= 16;
    const length = isLarge ? Number(header.getBigUint64(8)) : size === 0 ? sizeBytes - offset : size;
    if (length < 8) return;
    if (type === "moov" || type === "moof") {
      const bytes = Math.min(length, sizeBytes - offset);
      requireThat(bytes <= maxIndexBytes, type);
      const view = await read(offset, bytes);
      checkBoxes(view, isLarge ? 16 : 8, view.byteLength);
    }
    offset += length;
  }
}
