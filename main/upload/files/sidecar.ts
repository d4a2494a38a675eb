import { basename, dirname, join } from "node:path";
import { z } from "zod";
import { trimFileName } from "../../../shared/file-name.ts";
import {
  maxProducts,
  type ProductRef,
  productKey,
  productRefSchema,
  type TaggedProduct,
} from "../../../shared/model/product.ts";
import type { SidecarProblem } from "../../../shared/model/sidecar.ts";
import {
  accessSchema,
  type DetailsPatch,
  descriptionMaxLength,
  descriptionSchema,
  titleMaxLength,
} from "../../../shared/model/video.ts";
import { toOneLine } from "../../../shared/one-line.ts";
import { decodeText } from "../../foundation/decode-text.ts";
import { readRegularFile } from "../../foundation/regular-file.ts";

/** A file next to a video with its details, or the reason why the file is ignored. */
export type Sidecar =
  | { fileName: string; details: DetailsPatch; problem: null }
  | { fileName: string; details: null; problem: SidecarProblem };

type Parsed = { details: DetailsPatch } | { problem: SidecarProblem };

const problem = (code: SidecarProblem["code"], field = "", max: number | null = null) => ({
  problem: { code, field, max },
});

const maxBytes = 256 * 1024;

const productText = z
  .string()
  .transform((text): unknown => ({
    nindex: text.slice(0, Math.max(0, text.indexOf("-"))),
    oid: text.slice(text.indexOf("-") + 1),
  }))
  .pipe(productRefSchema);

/** `name.json`: every field is optional; an unknown one is an error, because it is most likely a typo. */
const jsonSchema = z.strictObject({
  title: z.string().overwrite(toOneLine).max(titleMaxLength).optional(),
  description: descriptionSchema.optional(),
  access: accessSchema.optional(),
  /** Each is `nindex-oid` or an object with both fields. */
  products: z
    .array(z.union([productText, productRefSchema]))
    .max(maxProducts)
    .optional(),
  /** Milliseconds into the video. */
  cover_ms: z.int().min(0).optional(),
  /** Keeps the video private until it is processed. */
  stay_private: z.boolean().optional(),
});

/** A product with placeholder values: BigGo's title and price for it are not known yet. */
const placeholderProduct = (ref: ProductRef): TaggedProduct => ({
  ref,
  title: productKey(ref),
  price: 0,
  symbol: "",
  currency: "",
  storeName: "",
  availability: "available",
  taggedPrice: null,
});

/** Describes the first issue that the schema reports. */
function problemOf({ issues: [issue] }: z.ZodError): { problem: SidecarProblem } {
  const field = String(issue?.path[0] ?? "");
  if (issue?.code === "unrecognized_keys") return problem("unknown-field", issue.keys[0] ?? "");
  if (field === "") return problem("not-fields");
  if (issue?.code !== "too_big" || issue.origin === "number") return problem("wrong-value", field);
  return problem(issue.origin === "array" ? "too-many" : "too-long", field, Number(issue.maximum));
}

function parseJson(text: string): Parsed {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return problem("not-json");
  }
  const parsed = jsonSchema.safeParse(value);
  if (!parsed.success) return problemOf(parsed.error);
  const { products, cover_ms: coverTimeMs, stay_private: stayPrivate, ...texts } = parsed.data;
  if (products !== undefined && new Set(products.map(productKey)).size < products.length) {
    return problem("product-twice", "products");
  }
  return {
    details: {
      ...texts,
      ...(products === undefined ? {} : { products: products.map(placeholderProduct) }),
      ...(coverTimeMs === undefined ? {} : { coverTimeMs }),
      ...(stayPrivate === undefined ? {} : { stayPrivate }),
    },
  };
}

/** `name.txt`: the first line is the title, the rest is the description. */
function parseText(text: string): Parsed {
  const [first = "", ...rest] = text.split(/\r\n|\r|\n/);
  const title = toOneLine(first);
  const description = rest.join("\n").trim();
  if (title.length > titleMaxLength) return problem("too-long", "title", titleMaxLength);
  if (description.length > descriptionMaxLength) return problem("too-long", "description", descriptionMaxLength);
  const details = {
    ...(title === "" ? {} : { title }),
    ...(description === "" ? {} : { description }),
  };
  return { details };
}

/**
 * Reads a small text file completely; null when it does not exist. Links, pipes and devices count as missing, because
 * they could publish the content of another file or block the app.
 */
async function readSmall(path: string): Promise<{ text: string } | { problem: SidecarProblem } | null> {
  try {
    const text = decodeText(await readRegularFile(path, { maxBytes, refuseLinks: true }));
    return text === null ? problem("not-utf8") : { text };
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    if (code === "too-large") return problem("too-big", "", maxBytes / 1024);
    if (["not-regular", "ENOENT", "ENOTDIR", "EISDIR", "ELOOP", "ENAMETOOLONG"].includes(code)) return null;
    return problem("unreadable");
  }
}

/**
 * The names that a video's sidecar can have, in order of precedence: JSON before text, the video's own spelling before
 * another one, lower case before upper case. Each is tried, because a disk may distinguish `TXT` from `txt`, and composed
 * letters (NFC) from decomposed ones.
 */
function sidecarNames(videoName: string): { name: string; isJson: boolean }[] {
  const trimmed = trimFileName(videoName);
  const stem = trimmed.slice(0, trimmed.lastIndexOf("."));
  const stems = new Set([stem, stem.trimEnd(), stem.normalize("NFC"), stem.normalize("NFD")]);
  return ["json", "txt"].flatMap((kind) =>
    [...stems].flatMap((each) =>
      [kind, kind.toUpperCase(), `${kind[0]?.toUpperCase()}${kind.slice(1)}`].flatMap((extension) =>
        ["", " "].map((end) => ({ name: `${each}.${extension}${end}`, isJson: kind === "json" })),
      ),
    ),
  );
}

/** Reads the sidecar of a video (docs/sidecars.md); null when there is none. Never rejects. */
export async function readSidecar(videoPath: string): Promise<Sidecar | null> {
  for (const { name: fileName, isJson } of sidecarNames(basename(videoPath))) {
    const read = await readSmall(join(dirname(videoPath), fileName));
    if (read === null) continue;
    const parsed = "problem" in read ? read : isJson ? parseJson(read.text) : parseText(read.text);
    return "problem" in parsed
      ? { fileName, details: null, problem: parsed.problem }
      : { fileName, ...parsed, problem: null };
  }
  return null;
}
