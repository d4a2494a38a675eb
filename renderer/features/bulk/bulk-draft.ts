import { type BulkRequest, type TemplateField, templateFields } from "../../../shared/model/bulk.ts";
import type { TaggedProduct } from "../../../shared/model/product.ts";
import type { Template } from "../../../shared/model/template.ts";
import type { Access } from "../../../shared/model/video.ts";

/** The actions offered in the bulk dialog; deleting is started elsewhere. */
export const bulkKinds = ["access", "text", "addProduct", "removeProduct", "template"] as const;
type BulkKind = (typeof bulkKinds)[number] | "delete";

/** The form's values; those of other actions are kept in case the user switches back. */
export interface BulkDraft {
  readonly kind: BulkKind;
  readonly access: Access;
  readonly mode: "append" | "replace";
  readonly text: string;
  readonly find: string;
  readonly replacement: string;
  readonly product: TaggedProduct | null;
  readonly removed: TaggedProduct | null;
  readonly template: Template | null;
  readonly fields: ReadonlySet<TemplateField>;
  readonly overwrite: boolean;
  /** The count typed to confirm a deletion. */
  readonly typed: string;
}

/** An empty draft. */
export function newDraft(kind: BulkKind, access: Access): BulkDraft {
  return {
    kind,
    access,
    mode: "append",
    text: "",
    find: "",
    replacement: "",
    product: null,
    removed: null,
    template: null,
    fields: new Set(templateFields),
    overwrite: false,
    typed: "",
  };
}

/** The request of a draft; null while it is incomplete. */
export function requestOf(draft: BulkDraft): BulkRequest | null {
  const { kind, access, mode, text, find, replacement, product, removed, template, fields, overwrite } = draft;
  switch (kind) {
    case "access":
      return { kind, access };
    case "text":
      if (mode === "append") return text.trim() === "" ? null : { kind: "appendText", text };
      return find === "" || find === replacement ? null : { kind: "replaceText", find, replacement };
    case "addProduct":
      return product === null ? null : { kind, product };
    case "removeProduct":
      return removed === null ? null : { kind: "swapProduct", from: removed, to: null };
    case "template":
      return template === null || fields.size === 0 ? null : { kind, template, fields: [...fields], overwrite };
    case "delete":
      return { kind };
  }
}
