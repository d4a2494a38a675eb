import { Check } from "lucide-react";
import { memo } from "react";
import { useTranslation } from "react-i18next";
import type { FoundProduct, TaggedProduct } from "../../../shared/model/product.ts";
import { formatPrice } from "../../messages/format.ts";
import { Chip } from "../../ui/chip.tsx";
import { PriceLine } from "./price-line.tsx";
import { ProductPicture } from "./product-picture.tsx";

/** A product to pick: a search result, or one tagged before. */
export type Choice =
  | { readonly kind: "found"; readonly product: FoundProduct }
  | { readonly kind: "tagged"; readonly product: TaggedProduct };

interface ProductOptionProps {
  id: string;
  /** Position in the list, from 0. */
  index: number;
  /** Length of the list. */
  total: number;
  choice: Choice;
  active: boolean;
  /** Already on the video. */
  taken: boolean;
  onPick: (choice: Choice) => void;
  onHover: (index: number) => void;
}

function Badges({ choice, taken }: { choice: Choice; taken: boolean }) {
  const { t } = useTranslation();
  const { product } = choice;
  const offline = choice.kind === "found" ? choice.product.offline : choice.product.availability !== "available";
  return (
    <>
      {offline && <Chip tone="fail">{t("products.availability.offline")}</Chip>}
      {choice.kind === "found" && choice.product.adult && <Chip tone="wait">{t("products.adult")}</Chip>}
      {taken && (
        <span
          role="img"
          aria-label={t("products.alreadyAdded")}
          title={t("products.alreadyAdded")}
          className="text-done-ink"
        >
          <Check size={16} aria-hidden="true" />
        </span>
      )}
      <span className="sr-only">{product.storeName}</span>
    </>
  );
}

/** An option of the picker: image, title, shop, price line and price. */
export const ProductOption = memo(function ProductOption(props: ProductOptionProps) {
  const { id, index, total, choice, active, taken, onPick, onHover } = props;
  const { t, i18n } = useTranslation();
  const { product } = choice;
  const offers = choice.kind === "found" ? choice.product.offers : null;
  const price = (value: number) => formatPrice(value, product, i18n.language);
  const shop = [product.storeName, offers === null ? "" : t("products.multipleSellers")].filter(Boolean).join(" · ");
  return (
    <div
      id={id}
      role="option"
      aria-selected={active}
      aria-posinset={index + 1}
      aria-setsize={total}
      aria-label={`${product.title}, ${price(product.price)}, ${shop}${taken ? `, ${t("products.alreadyAdded")}` : ""}`}
      tabIndex={-1}
      onMouseMove={() => onHover(index)}
      // Keep the focus in the search box, ready for the next product.
      onMouseDown={(event) => event.preventDefault()}
      onClick={() => onPick(choice)}
      onKeyDown={(event) => event.key === "Enter" && onPick(choice)}
      className={`flex h-12 items-center gap-2.5 px-2.5 ${active ? "bg-press" : ""} ${taken ? "opacity-65" : ""}`}
    >
      <ProductPicture product={product.ref} />
      <div className="min-w-0 flex-1">
        <div className="truncate" title={product.title}>
          {product.title}
        </div>
        <div className="truncate text-xs text-quiet">{shop}</div>
      </div>
      <Badges choice={choice} taken={taken} />
      {product.ref !== null && <PriceLine product={product.ref} />}
      <span
        className="shrink-0 text-right font-medium tabular-nums"
        title={
          offers === null
            ? undefined
            : t("products.offers", { lowest: price(offers.lowest), highest: price(offers.highest) })
        }
      >
        {price(product.price)}
      </span>
    </div>
  );
});
