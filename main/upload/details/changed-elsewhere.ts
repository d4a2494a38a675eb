import { sameProducts } from "../../../shared/model/product.ts";
import type { Details, KnownDetails } from "../../../shared/model/video.ts";

/** A video's details as BigGo creates it. */
export const initialDetails = { description: "", access: "public", products: [] } as const satisfies KnownDetails;

/**
 * BigGo's values of the fields that another device has changed: neither as BigGo creates them, nor as they are wanted, nor
 * as they were sent before (`sent`, null when nothing was, or it is not known).
 */
export function changedElsewhere(
  current: KnownDetails,
  wanted: Pick<Details, "description" | "access" | "products">,
  sent: KnownDetails | null,
): KnownDetails {
  const ours: readonly KnownDetails[] = [{ ...initialDetails, products: [] }, wanted, sent ?? {}];
  const { description, access, products } = current;
  const isTextOurs = ours.some((each) => each.description?.trim() === description?.replaceAll("\r\n", "\n").trim());
  const isListOurs = ours.some((each) => each.products !== undefined && sameProducts(each.products, products ?? []));
  return {
    ...(description === undefined || isTextOurs ? {} : { description }),
    ...(access === undefined || ours.some((each) => each.access === access) ? {} : { access }),
    ...(products === undefined || isListOurs ? {} : { products }),
  };
}
