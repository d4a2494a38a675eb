import { randomUUID } from "node:crypto";
import type { DatabaseSync } from "node:sqlite";
import { z } from "zod";
import {
  type ProductSet,
  productKey,
  productSetSchema,
  type TaggedProduct,
  taggedProductSchema,
} from "../../shared/model/product.ts";
import { inTransaction } from "../database/in-transaction.ts";
import { ignoringStorageFailure } from "../database/storage-failure.ts";
import { jsonColumn } from "../database/stored-json.ts";
import { type OnUnreadable, prepareRows } from "../database/stored-rows.ts";

/** Recently used products and named product sets, on disk. Durable when a call returns. */
export interface SavedProducts {
  /** Recently used products, most recent first. */
  recent(): TaggedProduct[];
  /** Records products as used now. Ignores storage failures: the list is a convenience. */
  use(products: readonly TaggedProduct[], nowMs: number): void;
  sets(): ProductSet[];
  /** Stores a set under its id, or as a new one when the id is empty. */
  saveSet(set: ProductSet): ProductSet;
  removeSet(id: string): void;
}

const maxRecent = 60;

const recentColumns = z.object({ key: z.string(), product: jsonColumn(taggedProductSchema) });
const setColumns = z.object({
  id: productSetSchema.shape.id,
  name: productSetSchema.shape.name,
  products: jsonColumn(productSetSchema.shape.products),
});

/** Opens the recently used products and the sets in a database. */
export function createSavedProducts(database: DatabaseSync, onUnreadable?: OnUnreadable): SavedProducts {
  const upsert = database.prepare("INSERT OR REPLACE INTO recent_product VALUES (?, ?, ?)");
  const recentSql = "SELECT key, product FROM recent_product ORDER BY used_at_ms DESC, rowid DESC LIMIT ?";
  const recentTable = { table: "recent_product", key: ["key"], columns: recentColumns, onUnreadable };
  const selectRecent = prepareRows(database, recentSql, recentTable);
  const prune = database.prepare(
    "DELETE FROM recent_product WHERE key NOT IN (SELECT key FROM recent_product ORDER BY used_at_ms DESC LIMIT ?)",
  );
  const setTable = { table: "product_set", key: ["id"], columns: setColumns, onUnreadable };
  const storedSets: ProductSet[] = prepareRows(database, "SELECT * FROM product_set", setTable)();
  const sets = new Map(storedSets.map((set) => [set.id, set]));
  const upsertSet = database.prepare("INSERT OR REPLACE INTO product_set VALUES (?, ?, ?)");
  const removeSet = database.prepare("DELETE FROM product_set WHERE id = ?");
  return {
    recent: () => selectRecent(maxRecent).map(({ product }) => product),
    use(products, nowMs) {
      if (products.length === 0) return;
      ignoringStorageFailure(() =>
        inTransaction(database, () => {
          for (const product of products) {
            if (product.ref !== null) upsert.run(productKey(product.ref), nowMs, JSON.stringify(product));
          }
          prune.run(maxRecent);
        }),
      );
    },
    sets: () => [...sets.values()].sort((a, b) => a.name.localeCompare(b.name)),
    saveSet(set) {
      const stored = { ...set, id: set.id === "" ? randomUUID() : set.id };
      upsertSet.run(stored.id, stored.name, JSON.stringify(stored.products));
      sets.set(stored.id, stored);
      return stored;
    },
    removeSet(id) {
      removeSet.run(id);
      sets.delete(id);
    },
  };
}
