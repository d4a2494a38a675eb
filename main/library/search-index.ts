import type { DatabaseSync } from "node:sqlite";
import { foldText } from "../../shared/model/library-view.ts";
import { inTransaction } from "../database/in-transaction.ts";

/** The words of videos, found by any part of them. */
export interface SearchIndex {
  /** Takes over the texts of videos; what has not changed costs a look. */
  put(texts: readonly { videoId: string; text: string }[]): void;
  remove(videoIds: readonly string[]): void;
  /**
   * The videos whose text holds every word of `query` somewhere, in no order. Upper and lower case, and full and half
   * width, are the same.
   */
  search(query: string): string[];
}

/**
 * FTS5's trigram tokenizer finds parts of at least three characters
 * (https://sqlite.org/fts5.html#the_trigram_tokenizer).
 */
const shortestIndexed = 3;

const quoted = (word: string) => `"${word.replaceAll('"', '""')}"`;

/** Opens the index in a database. */
export function createSearchIndex(database: DatabaseSync): SearchIndex {
  const textOf = database.prepare("SELECT text FROM video_text WHERE video_id = ?");
  const upsert = database.prepare(
    `INSERT INTO video_text (video_id, text) VALUES (?, ?)
     ON CONFLICT (video_id) DO UPDATE SET text = excluded.text`,
  );
  const remove = database.prepare("DELETE FROM video_text WHERE video_id = ?");

  return {
    put(texts) {
      const different = texts
        .map(({ videoId, text }) => ({ videoId, text: foldText(text) }))
        .filter(({ videoId, text }) => textOf.get(videoId)?.text !== text);
      if (different.length === 0) return;
      inTransaction(database, () => {
        for (const { videoId, text } of different) upsert.run(videoId, text);
      });
    },
    remove(videoIds) {
      inTransaction(database, () => {
        for (const videoId of videoIds) remove.run(videoId);
      });
    },
    search(query) {
      const words = foldText(query).split(/\s+/).filter(Boolean);
      const isIndexed = (word: string) => [...word].length >= shortestIndexed;
      const indexed = words.filter(isIndexed);
      // Two characters are a word in Chinese: what the index is too coarse for is looked for in the texts themselves.
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
