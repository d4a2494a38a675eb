import { ArrowLeft } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import {
  type FoundProduct,
  maxProducts,
  type ProductSet,
  rowKey,
  type TaggedProduct,
} from "../../../shared/model/product.ts";
import type { LibraryItem } from "../../items/library-items.ts";
import { saveErrorOf } from "../../items/save-error.ts";
import type { ItemProducts } from "../../items/use-item-products.ts";
import { useServices } from "../../state/services.tsx";
import { Banner } from "../../ui/banner.tsx";
import { LinkButton } from "../../ui/button.tsx";
import { focusByKey } from "../../ui/focus-by-key.ts";
import { Spinner } from "../../ui/spinner.tsx";
import { type Refusal, withAdded, withMoved, withoutProduct, withSet, withSwapped } from "./product-list.ts";
import { ProductPicker } from "./product-picker.tsx";
import { SetsMenu } from "./sets-menu.tsx";
import { type ListMoves, TaggedList } from "./tagged-list.tsx";

/** The operations on a product list, each announced to screen readers; `note` is the visible part. */
function useProductMoves(products: readonly TaggedProduct[], change: (products: TaggedProduct[]) => void) {
  const { t } = useTranslation();
  const { view } = useServices();
  const [note, setNote] = useState("");
  /** The row that the next picked product replaces. */
  const [replacing, setReplacing] = useState<string | null>(null);
  const announce = (text: string, visibleNote = "") => {
    setNote(visibleNote);
    view.announce(text);
  };
  const refuse = (refusal: Refusal) => announce(t(`products.${refusal}`), t(`products.${refusal}`));
  const titleOf = (key: string) => products.find((product) => rowKey(product) === key)?.title ?? "";
  const pick = (product: TaggedProduct) => {
    const next = replacing === null ? withAdded(products, product) : withSwapped(products, replacing, product);
    if (!Array.isArray(next)) return refuse(next);
    setReplacing(null);
    change(next);
    announce(t("products.added", { title: product.title, count: next.length }));
  };
  const addSet = (set: ProductSet) => {
    const { list, added, leftOut } = withSet(products, set.products);
    if (added > 0) change(list);
    const addedText = t("products.setAdded", { count: added });
    const leftOutText = leftOut === 0 ? "" : t("products.setLeftOut", { count: leftOut });
    announce(t("common.sentences", { first: addedText, second: leftOutText }), leftOutText);
  };
  const moves: ListMoves = {
    moveTo(key, index) {
      if (index < 0 || index >= products.length) return;
      change(withMoved(products, key, index));
      announce(t("products.moved", { title: titleOf(key), position: index + 1 }));
    },
    remove(key) {
      const index = products.findIndex((product) => rowKey(product) === key);
      const next = products[index + 1] ?? products[index - 1];
      change(withoutProduct(products, key));
      // Focus the neighbour of the removed row.
      if (next !== undefined) focusByKey(document, `tag ${rowKey(next)}`);
      if (replacing === key) setReplacing(null);
      announce(t("products.removed", { title: titleOf(key) }));
    },
    replace: setReplacing,
  };
  const stopReplacing = () => setReplacing(null);
  return { pick, addSet, moves, note, replacing: replacing === null ? null : titleOf(replacing), stopReplacing };
}

interface ProductsEditorProps {
  item: LibraryItem;
  products: readonly TaggedProduct[];
  change: (products: TaggedProduct[]) => void;
  /** Products found in a frame; null without a search. */
  inFrame: readonly FoundProduct[] | null;
  onInFrameDone: () => void;
}

function ProductsEditor({ item, products, change, inFrame, onInFrameDone }: ProductsEditorProps) {
  const { t } = useTranslation();
  const { pick, addSet, moves, note, replacing, stopReplacing } = useProductMoves(products, change);
  const refused = saveErrorOf(item);
  const gone = new Set(refused?.code === "product-gone" ? (refused.details.products ?? []) : []);
  const isUnidentified = products.some(({ ref }) => ref === null);
  const taken = new Set(products.map(rowKey));
  const heading = t("products.inFrameHeading");
  const back = (
    <LinkButton onClick={onInFrameDone}>
      <ArrowLeft size={14} aria-hidden="true" />
      {t("products.back")}
    </LinkButton>
  );
  return (
    <>
      {replacing !== null && (
        <Banner tone="info" inset actions={<LinkButton onClick={stopReplacing}>{t("common.cancel")}</LinkButton>}>
          {t("products.chooseReplacement", { title: replacing })}
        </Banner>
      )}
      {gone.size > 0 && refused?.details.name !== undefined && (
        <Banner tone="fail" inset role="alert">
          {t("products.goneText", { title: refused.details.name })}
        </Banner>
      )}
      {isUnidentified && (
        <Banner tone="wait" inset>
          {t("products.unidentifiedText")}
        </Banner>
      )}
      <div className="grid gap-3 min-[1100px]:grid-cols-2">
        <ProductPicker
          className="h-[264px] min-[1100px]:h-auto min-[1100px]:max-h-[540px] min-[1100px]:min-h-[264px]"
          taken={taken}
          onPick={pick}
          note={note}
          offered={inFrame === null ? null : { heading, products: inFrame }}
          aside={inFrame === null ? undefined : back}
        />
        <div className="flex flex-col rounded-lg border border-edge bg-field min-[1100px]:min-h-[264px]">
          <div className="flex h-[34px] shrink-0 items-center justify-between border-b border-line pr-1.5 pl-3">
            <span className="text-xs text-quiet">{t("products.list")}</span>
            <SetsMenu products={products} onAdd={addSet} />
          </div>
          <TaggedList products={products} gone={gone} moves={moves} />
        </div>
      </div>
    </>
  );
}

interface ProductsSectionProps extends Pick<ProductsEditorProps, "item" | "inFrame" | "onInFrameDone"> {
  itemProducts: ItemProducts;
}

/** The editor's products section: the picker and the video's products. */
export function ProductsSection({ item, itemProducts, inFrame, onInFrameDone }: ProductsSectionProps) {
  const { t } = useTranslation();
  const { products, error, change, refresh } = itemProducts;
  const count = products?.length ?? item.video?.productCount ?? null;
  return (
    <section aria-label={t("products.heading")} className="flex flex-col gap-2">
      <h2 className="flex items-baseline gap-2 text-xs text-quiet">
        {t("products.heading")}
        {count !== null && (
          <span className="tabular-nums" title={t("common.productsLong", { count })}>
            {count}/{maxProducts}
          </span>
        )}
      </h2>
      {products !== null ? (
        <ProductsEditor
          item={item}
          products={products}
          change={change}
          inFrame={inFrame}
          onInFrameDone={onInFrameDone}
        />
      ) : error === null ? (
        <div className="flex h-24 items-center justify-center text-quiet">
          <Spinner />
        </div>
      ) : (
        <Banner tone="wait" inset actions={<LinkButton onClick={refresh}>{t("common.retry")}</LinkButton>}>
          {t("common.sentences", { first: t(`errors.${error.code}.what`), second: t("products.unreadable") })}
        </Banner>
      )}
    </section>
  );
}
