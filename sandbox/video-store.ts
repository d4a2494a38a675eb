import type { DatabaseSync } from "node:sqlite";
import { z } from "zod";

const productRef = z.object({ nindex: z.string(), oid: z.string() });

const videoRow = z.object({
  video_id: z.string(),
  userid: z.string(),
  title: z.string(),
  description: z.string(),
  access: z.number(),
  products: z.string().transform((text) => z.array(productRef).parse(JSON.parse(text))),
  thumbnail_ms: z.number(),
  size: z.number(),
  sha256: z.string().nullable(),
  file_name: z.string(),
  file: z.string().nullable(),
  mime: z.string(),
  length_ms: z.number(),
  width: z.number(),
  height: z.number(),
  created_ms: z.number(),
  ready_ms: z.number(),
  edited: z.number(),
  views: z.number(),
  likes: z.number(),
  comments: z.number(),
  deleted: z.number(),
  removed: z.number(),
  failed: z.string().nullable(),
});

/** `{nindex, oid}`: a video's reference to a product. */
export type ProductRef = z.infer<typeof productRef>;

/**
 * A video as stored: times in epoch ms, `length_ms` and `thumbnail_ms` in ms, `size` in bytes, `file` the name
 * inside the videos folder (null for a seeded one), `failed` the keyword of a failed transcode.
 */
export type VideoRecord = z.infer<typeof videoRow>;

/** The fields of a video that its owner can change; `undefined` leaves a field unchanged. */
export interface VideoChanges {
  title?: string;
  description?: string;
  access?: number;
  products?: ProductRef[];
  thumbnail_ms?: number;
}

const columns = Object.keys(videoRow.shape);
const isProcessing = "userid = ? AND deleted = 0 AND removed = 0 AND failed IS NULL AND ready_ms > ?";
const listed = "userid = ? AND deleted = 0 AND removed = 0 AND created_ms <= ?";

function reading(database: DatabaseSync) {
  const parse = (row: unknown) => videoRow.parse(row);
  return {
    /** The video with this id, including deleted ones; null when it never existed. */
    get(id: string): VideoRecord | null {
      const row = database.prepare("SELECT * FROM videos WHERE video_id = ?").get(id);
      return row ? parse(row) : null;
    },
    /** The live video with this content (lower-case hex SHA-256), of any user. */
    withContent(sha256: string): VideoRecord | null {
      const row = database.prepare("SELECT * FROM videos WHERE sha256 = ? AND deleted = 0").get(sha256);
      return row ? parse(row) : null;
    },
    /** One page of a user's live videos created no later than `untilMs`, newest first, and their total. */
    page(input: { userid: string; untilMs: number; publicOnly: boolean; offset: number; limit: number }) {
      const where = input.publicOnly ? `${listed} AND access = 0` : listed;
      const rows = database
        .prepare(`SELECT * FROM videos WHERE ${where} ORDER BY created_ms DESC, seq DESC LIMIT ? OFFSET ?`)
        .all(input.userid, input.untilMs, input.limit, input.offset);
      const total = database
        .prepare(`SELECT COUNT(*) AS n FROM videos WHERE ${where}`)
        .get(input.userid, input.untilMs);
      return { videos: rows.map(parse), total: Number(total?.n) };
    },
    /** Ids of a user's videos still being processed at `nowMs`. */
    processing(userid: string, nowMs: number): string[] {
      const rows = database.prepare(`SELECT video_id FROM videos WHERE ${isProcessing}`).all(userid, nowMs);
      return rows.map((row) => String(row.video_id));
    },
    /** How many videos were ever created. */
    count(): number {
      return Number(database.prepare("SELECT COUNT(*) AS n FROM videos").get()?.n);
    },
    /** Every video ever created, oldest first. */
    all(): VideoRecord[] {
      return database.prepare("SELECT * FROM videos ORDER BY seq").all().map(parse);
    },
  };
}

function writing(database: DatabaseSync) {
  const placeholders = columns.map(() => "?").join(", ");
  const insert = database.prepare(`INSERT INTO videos (${columns.join(", ")}) VALUES (${placeholders})`);
  return {
    /** Commits a new video. Throws when its content is already live (the index is unique). */
    add(video: VideoRecord): void {
      const row: Record<string, unknown> = { ...video, products: JSON.stringify(video.products) };
      insert.run(...columns.map((name) => row[name] as string | number | null));
    },
    /** Applies its owner's changes and marks the video as edited. */
    change(id: string, changes: VideoChanges): void {
      const { products, ...plain } = changes;
      const sets: Record<string, unknown> = { ...plain, ...(products && { products: JSON.stringify(products) }) };
      const names = Object.keys(sets).filter((name) => sets[name] !== undefined);
      const assignments = [...names.map((name) => `${name} = ?`), "edited = 1"].join(", ");
      const values = names.map((name) => sets[name] as string | number);
      database.prepare(`UPDATE videos SET ${assignments} WHERE video_id = ?`).run(...values, id);
    },
    /** Marks a video as deleted by its owner; its content can then be uploaded again. */
    delete(id: string): void {
      database.prepare("UPDATE videos SET deleted = 1, file = NULL WHERE video_id = ?").run(id);
    },
    /** Marks a video as taken down by BigGo, or its transcode as failed with this keyword. */
    setFlags(id: string, flags: { removed?: boolean; failed?: string }): void {
      if (flags.removed !== undefined) {
        database.prepare("UPDATE videos SET removed = ? WHERE video_id = ?").run(flags.removed ? 1 : 0, id);
      }
      if (flags.failed !== undefined) {
        database.prepare("UPDATE videos SET failed = ? WHERE video_id = ?").run(flags.failed, id);
      }
    },
    /** Makes videos that are not ready at `nowMs` ready `processingMs` after their creation. */
    reschedule(nowMs: number, processingMs: number): void {
      database.prepare("UPDATE videos SET ready_ms = created_ms + ? WHERE ready_ms > ?").run(processingMs, nowMs);
    },
  };
}

/** Access to the videos table. */
export function createVideoStore(database: DatabaseSync) {
  return { ...reading(database), ...writing(database) };
}

/** What `createVideoStore` returns. */
export type VideoStore = ReturnType<typeof createVideoStore>;
