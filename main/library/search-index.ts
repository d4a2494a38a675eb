import type { DatabaseSync } from "node:sqlite";
import { foldText } from "../../shared/model/library-view.ts";
import { inTransaction } from "../database/in-transaction.ts";

/** Full-text search over the texts of videos, by any substring. */
export interface SearchIndex {
  /** Indexes the texts of videos; for an unchanged text this only costs a read. */
  put(texts: readonly { videoId: string; text: string }[]): void;
  /** Removes the texts of videos. */
  remove(videoIds: readonly string[]): void;
  /**
   * Ids of the videos, some of them gone, whose text is missing or was made before a change that is stored: the database
   * marks such a text in the transaction of the change.
   */
  outdated(): string[];
  /**
   * The ids of the videos whose text contains every word of `query`, in no particular order. Ignores case and
   * full/half width.
   */
  search(query: string): string[];
}

/**
 * The shortest word FTS5's trigram tokenizer can match, in characters
 * (https://sqlite.org/fts5.html#the_trigram_tokenizer).
 */
const minIndexedLength = 3;

const quoted = (word: string) => `"${word.replaceAll('"', '""')}"`;

/** Has every text made again: those of a salvaged database may be older than their videos. */
export function markAllOutdated(database: DatabaseSync): void {
  database.exec("INSERT OR IGNORE INTO video_text_outdated SELECT video_id FROM video_text");
}

/** Opens the index in a database. */
export function createSearchIndex(database: DatabaseSync): SearchIndex {
  const textOf = database.prepare("SELECT text FROM video_text WHERE video_id = ?");
  const upsert = database.prepare(
    `INSERT INTO video_text (video_id, text) VALUES (?, ?)
     ON CONFLICT (video_id) DO UPDATE SET text = excluded.text`,
  );
  const remove = database.prepare("DELETE FROM video_text WHERE video_id = ?");
  const isMarked = database.prepare("SELECT 1 FROM video_text_outdated WHERE video_id = ?");
  const unmark = database.prepare("DELETE FROM video_text_outdated WHERE video_id = ?");
  const outdated = database.prepare(
    `SELECT video_id FROM video_text_outdated
     UNION SELECT video_id FROM video WHERE video_id NOT IN (SELECT video_id FROM video_text)`,
  );

  return {
    put(texts) {
      const changed = texts
        .map(({ videoId, text }) => ({ videoId, text: foldText(text) }))
        .filter(({ videoId, text }) => textOf.get(videoId)?.text !== text || isMarked.get(videoId) !== undefined);
      if (changed.length === 0) return;
      inTransaction(database, () => {
        for (const { videoId, text } of changed) {
          upsert.run(videoId, text);
          unmark.run(videoId);
        }
      });
    },
    remove(videoIds) {
      inTransaction(database, () => {
        for (const videoId of videoIds) {
          remove.run(videoId);
          unmark.run(videoId);
        }
      });
    },
    outdated: () => outdated.all().map(({ video_id }) => String(video_id)),
    search(query) {
      const words = foldText(query).split(/\s+/).filter(Boolean);
      const isIndexed = (word: string) => [...word].length >= minIndexedLength;
      const indexed = words.filter(isIndexed);
      // Two characters can be a whole word in Chinese, so words too short for the index are matched by a table scan.
      const conditions = [
        ...(indexed.length === 0 ? [] : ["id IN (SELECT rowid FROM video_fts WHERE video_fts MATCH ?)"]),
        ...words.filter((word) => !isIndexed(word)).map(() => "instr(text, ?) > 0"),
      ];
      const values = [
        ...(indexed.length === 0 ? [] : [indexed.map(quoted).join(" AND ")]),
        ...words.filter((word) => !isIndexed(word)),
      ];
      const where = conditions.length === 0 ? "" : `WHERE ${conditions.join(" AND ")}`;
      const rows = database.prepare(`SELECT video_id FROM video_text ${where}`).all(...values);
      return rows.map(({ video_id }) => String(video_id));
    },
  };
}
