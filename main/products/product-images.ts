import type { DatabaseSync } from "node:sqlite";
import { type ProductRef, productKey } from "../../shared/model/product.ts";
import { inTransaction } from "../database/in-transaction.ts";
import { unlessStorageFails } from "../database/storage-trouble.ts";

/** Where pictures of products are: the page asks for a picture by the product's key and never learns an address. */
export interface ProductImages {
  /** A full disk costs the picture, not what it belongs to. */
  remember(products: readonly { ref: ProductRef | null; image: string }[]): void;
  url(key: string): string | null;
}

/** Pictures of products that were seen long ago and are on nobody's video any more are forgotten beyond this number. */
const maxKept = 20_000;

/** A picture is fetched over the network or not at all. */
function isImageAddress(image: string): boolean {
  return image.length <= 2048 && URL.canParse(image) && /^https?:$/.test(new URL(image).protocol);
}

/** Opens the addresses in a database. */
export function createProductImages(database: DatabaseSync): ProductImages {
  const upsert = database.prepare("INSERT OR REPLACE INTO product_image VALUES (?, ?)");
  const select = database.prepare("SELECT url FROM product_image WHERE key = ?");
  const prune = database.prepare(
    `DELETE FROM product_image WHERE rowid <= (SELECT max(rowid) FROM product_image) - ${maxKept}`,
  );
  return {
    remember(products) {
      const fresh = products.flatMap(({ ref, image }) => {
        if (ref === null || !isImageAddress(image)) return [];
        const key = productKey(ref);
        return select.get(key)?.url === image ? [] : [{ key, image }];
      });
      if (fresh.length === 0) return;
      unlessStorageFails(() =>
        inTransaction(database, () => {
          for (const { key, image } of fresh) upsert.run(key, image);
          prune.run();
        }),
      );
    },
    url: (key) => {
      const url = select.get(key)?.url;
      return typeof url === "string" ? url : null;
    },
  };
}
