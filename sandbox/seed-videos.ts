import { copyFileSync, existsSync, statSync } from "node:fs";
import { join } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import type { SandboxUser } from "./account.ts";
import type { Catalogue } from "./catalogue.ts";
import { inTransaction } from "./database.ts";
import { seedDescription, seedTitle } from "./seed-titles.ts";
import { createRandom, pick, whole } from "./seeded-random.ts";
import type { ProductRef, VideoRecord, VideoStore } from "./video-store.ts";

const twoYearsMs = 2 * 365 * 86_400_000;
const sampleName = "sample.mp4";
const shapes: readonly [readonly [number, number], ...(readonly [number, number])[]] = [
  [1080, 1920],
  [1080, 1920],
  [720, 1280],
  [1920, 1080],
  [1080, 1350],
  [1080, 1080],
];

/** The input for seeded videos. */
export interface SeedInput {
  readonly database: DatabaseSync;
  readonly videos: VideoStore;
  readonly catalogue: Catalogue;
  readonly videosFolder: string;
  readonly sampleVideo: string | undefined;
  readonly region: string;
  readonly nowMs: number;
}

/** Copies the sample video into the sandbox; null when there is none. */
function copySample(input: SeedInput): { file: string; size: number } | null {
  if (!input.sampleVideo || !existsSync(input.sampleVideo)) return null;
  const target = join(input.videosFolder, sampleName);
  copyFileSync(input.sampleVideo, target);
  return { file: sampleName, size: statSync(target).size };
}

function pickProducts(random: () => number, pool: readonly ProductRef[]): ProductRef[] {
  const count = random() < 0.15 ? 0 : whole(random, 1, 10);
  const refs = Array.from({ length: count }, () => pool[Math.floor(random() * pool.length)]);
  const distinct = new Map(refs.flatMap((ref) => (ref ? [[`${ref.nindex}-${ref.oid}`, ref]] : [])));
  return [...distinct.values()];
}

function figures(random: () => number) {
  const views = Math.floor(10 ** (random() * 5.2));
  return { views, likes: Math.floor(views * random() * 0.12), comments: Math.floor(views * random() * 0.01) };
}

function makeVideo(input: {
  random: () => number;
  id: string;
  owner: SandboxUser;
  createdMs: number;
  pool: readonly ProductRef[];
  sample: { file: string; size: number } | null;
}): VideoRecord {
  const { random, sample } = input;
  const [width, height] = pick(random, shapes);
  return {
    video_id: input.id,
    userid: input.owner.userid,
    title: seedTitle(random),
    description: seedDescription(random),
    access: pick(random, [0, 0, 0, 0, 0, 0, 0, 1, 1, 2]),
    products: pickProducts(random, input.pool),
    thumbnail_ms: 0,
    size: sample?.size ?? whole(random, 4_000_000, 900_000_000),
    sha256: null,
    file_name: `IMG_${whole(random, 1000, 9999)}.mp4`,
    file: sample?.file ?? null,
    mime: "video/mp4",
    length_ms: whole(random, 6_000, random() < 0.1 ? 1_500_000 : 150_000),
    width,
    height,
    created_ms: input.createdMs,
    ready_ms: input.createdMs,
    edited: random() < 0.3 ? 1 : 0,
    ...figures(random),
    deleted: 0,
    removed: 0,
    failed: null,
  };
}

/** Adds one seeded video of `owner`, created now; returns its id. */
export function addSeedVideo(
  input: Omit<SeedInput, "database" | "region" | "sampleVideo"> & { owner: SandboxUser; number: number },
): string {
  const random = createRandom(input.number * 104_729);
  const id = `later${String(input.number).padStart(5, "0")}`;
  const pool = input.catalogue.products.map(({ nindex, oid }) => ({ nindex, oid }));
  const file = existsSync(join(input.videosFolder, sampleName)) ? sampleName : null;
  const sample = file === null ? null : { file, size: statSync(join(input.videosFolder, file)).size };
  input.videos.add(makeVideo({ random, id, owner: input.owner, createdMs: input.nowMs, pool, sample }));
  return id;
}

/**
 * Adds `count` varied videos of `owner` in one transaction, with creation times spread over the two years before now.
 * Their ids are `<idPrefix>00001` and so on; the same input yields the same videos.
 */
export function seedVideos(input: SeedInput & { owner: SandboxUser; count: number; idPrefix: string }): void {
  const random = createRandom(input.count * 7919 + input.idPrefix.length);
  const sample = copySample(input);
  const regional = input.catalogue.products.filter((product) => product.store.region === input.region);
  const pool = (regional.length > 0 ? regional : input.catalogue.products).map(({ nindex, oid }) => ({ nindex, oid }));
  const step = twoYearsMs / Math.max(1, input.count);
  inTransaction(input.database, () => {
    for (let index = 0; index < input.count; index += 1) {
      const age = (input.count - index - 1) * step + random() * step * 0.8 + 60_000;
      const createdMs = Math.floor(input.nowMs - age);
      const id = `${input.idPrefix}${String(index + 1).padStart(5, "0")}`;
      input.videos.add(makeVideo({ random, id, owner: input.owner, createdMs, pool, sample }));
    }
  });
}
