import { ArrowLeftRight, X } from "lucide-react";
import type { KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";
import { rowKey, type TaggedProduct } from "../../../shared/model/product.ts";
import { formatPrice } from "../../messages/format.ts";
import { IconButton } from "../../ui/button.tsx";
import { Chip } from "../../ui/chip.tsx";
import { focusByKey } from "../../ui/focus-by-key.ts";
import { MovableList, MovableRow, type MovedElement, MoveHandle } from "../../ui/movable.tsx";
import { priceChange } from "./product-list.ts";
import { ProductPicture } from "./product-picture.tsx";

/** Operations on a product list. */
export interface ListMoves {
  moveTo(key: string, index: number): void;
  remove(key: string): void;
  /** Replaces a product with the next one picked. */
  replace(key: string): void;
}

function useNote(product: TaggedProduct): string {
  const { t } = useTranslation();
  const percent = priceChange(product);
  const change =
    percent === null ? "" : t(percent > 0 ? "products.up" : "products.down", { percent: Math.abs(percent) });
  return [product.storeName, change].filter(Boolean).join(" · ");
}

function TaggedRow({ product, index, gone, moves }: RowProps & { moves: ListMoves }) {
  const { t, i18n } = useTranslation();
  const note = useNote(product);
  const key = rowKey(product);
  const dead = gone || product.availability !== "available";
  const availability = gone ? "gone" : product.availability;
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.altKey ? { ArrowDown: 1, ArrowUp: -1 }[event.key] : undefined;
    if (step !== undefined) {
      moves.moveTo(key, index + step);
      focusByKey(document, `tag ${key}`);
    } else if (event.key === "Delete" || event.key === "Backspace") moves.remove(key);
    else return;
    event.preventDefault();
  };
  return (
    <div className="group relative flex min-h-12 items-center gap-2.5 py-1 pr-1.5 pl-5">
      <MoveHandle
        label={`${index + 1}. ${product.title}`}
        description={t("products.moveKeys")}
        focusKey={`tag ${key}`}
        onKeyDown={onKeyDown}
      />
      <ProductPicture product={product.ref} />
      <div className="min-w-0 flex-1">
        <div className="truncate" title={product.title}>
          {product.title}
        </div>
        <div className="flex items-center gap-1.5 text-xs text-quiet">
          {product.ref === null && <Chip tone="wait">{t("products.unidentified")}</Chip>}
          {dead && <Chip tone="fail">{t(`products.availability.${availability}`)}</Chip>}
          <span className="min-w-0 truncate" title={note}>
            {note}
          </span>
        </div>
      </div>
      <span className="shrink-0 font-medium tabular-nums">{formatPrice(product.price, product, i18n.language)}</span>
      {dead && (
        <IconButton label={t("products.replaceOne", { title: product.title })} onClick={() => moves.replace(key)}>
          <ArrowLeftRight size={16} aria-hidden="true" />
        </IconButton>
      )}
      <IconButton label={t("products.remove", { title: product.title })} onClick={() => moves.remove(key)}>
        <X size={16} aria-hidden="true" />
      </IconButton>
    </div>
  );
}

interface RowProps {
  product: TaggedProduct;
  /** Position in the list, from 0. */
  index: number;
  /** BigGo reported that it no longer exists. */
  gone: boolean;
}

interface TaggedListProps {
  products: readonly TaggedProduct[];
  /** Keys of products that BigGo reported as no longer existing. */
  gone: ReadonlySet<string>;
  moves: ListMoves;
}

/** The products of a video in order, reordered by dragging or keyboard. */
export function TaggedList({ products, gone, moves }: TaggedListProps) {
  const { t } = useTranslation();
  const keys = products.map(rowKey);
  if (products.length === 0) return <p className="px-3 py-6 text-center text-xs text-quiet">{t("products.empty")}</p>;
  return (
    <MovableList ids={keys} onMove={(key, over) => moves.moveTo(key, keys.indexOf(over))}>
      <ol aria-label={t("products.list")} className="flex flex-col">
        {products.map((product, index) => (
          <MovableRow key={rowKey(product)} id={rowKey(product)} movable>
            {(moved: MovedElement) => (
              <li
                ref={moved.ref}
                className={`border-b border-line last:border-0 ${moved.dragged ? "z-10 bg-float shadow-float" : ""}`}
                style={{ transform: `translateY(${moved.offset}px)`, transition: moved.transition }}
              >
                <TaggedRow product={product} index={index} gone={gone.has(rowKey(product))} moves={moves} />
              </li>
            )}
          </MovableRow>
        ))}
      </ol>
    </MovableList>
  );
}
