import type { DatabaseSync } from "node:sqlite";
import { type ProductRef, productKey } from "../../shared/model/product.ts";
import { inTransaction } from "../database/in-transaction.ts";
import { ignoringStorageFailure } from "../database/storage-failure.ts";

/** URLs of product pictures. The renderer requests a picture by the product's key and never sees its URL. */
export interface ProductImages {
  /** Stores the pictures' URLs. Ignores storage failures: only the pictures are lost. */
  remember(products: readonly { ref: ProductRef | null; image: string }[]): void;
  /** The URL of a product's picture; null when it is unknown. */
  url(key: string): string | null;
}

/** URLs stored; above this number the least recently stored are removed. */
const maxKept = 20_000;

/** Only http and https URLs are accepted as pictures; a shop may leave the protocol out (`//host/…`). */
function isImageUrl(image: string): boolean {
  const isAbsolute = URL.canParse(image) || (image.startsWith("//") && URL.canParse(image, "https://host"));
  return image.length <= 2048 && isAbsolute && /^https?:$/.test(new URL(image, "https://host").protocol);
}

/** Opens the picture URLs in a database. */
export function createProductImages(database: DatabaseSync): ProductImages {
  const upsert = database.prepare("INSERT OR REPLACE INTO product_image VALUES (?, ?)");
  const select = database.prepare("SELECT url FROM product_image WHERE key = ?");
  const prune = database.prepare(
    `DELETE FROM product_image WHERE rowid <= (SELECT max(rowid) FROM product_image) - ${maxKept}`,
  );
  return {
    remember(products) {
      const fresh = products.flatMap(({ ref, image }) => {
        if (ref === null || !isImageUrl(image)) return [];
        const key = productKey(ref);
        return select.get(key)?.url === image ? [] : [{ key, image }];
      });
      if (fresh.length === 0) return;
      ignoringStorageFailure(() =>
        inTransaction(database, () => {
          for (const { key, image } of fresh) upsert.run(key, image);
          prune.run();
        }),
      );
    },
    url: (key) => {
      const url = select.get(key)?.url;
      return typeof url === "string" && isImageUrl(url) ? url : null;
    },
  };
}
