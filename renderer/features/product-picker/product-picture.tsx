import { ImageOff } from "lucide-react";
import { useState } from "react";
import type { ProductRef } from "../../../shared/model/product.ts";
import { useServices } from "../../state/services.tsx";

/** A product's image in a small square, or a placeholder icon. */
export function ProductPicture({ product, size = 32 }: { product: ProductRef | null; size?: number }) {
  const { media } = useServices();
  const [failed, setFailed] = useState(false);
  return (
    <span
      aria-hidden="true"
      className="flex shrink-0 items-center justify-center overflow-hidden rounded-md bg-hover text-quiet"
      style={{ width: size, height: size }}
    >
      {product === null || failed ? (
        <ImageOff size={14} />
      ) : (
        <img
          src={media.product(product)}
          alt=""
          loading="lazy"
          decoding="async"
          draggable={false}
          onError={() => setFailed(true)}
          className="size-full object-cover"
        />
      )}
    </span>
  );
}
