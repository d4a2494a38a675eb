import { lstat, open } from "node:fs/promises";
import { basename } from "node:path";
import { z } from "zod";
import {
  maxProducts,
  type ProductRef,
  productKey,
  productRefSchema,
  type TaggedProduct,
} from "../../../shared/model/product.ts";
import type { SidecarProblem } from "../../../shared/model/sidecar.ts";
import { accessSchema, type DetailsPatch, descriptionMaxLength, titleMaxLength } from "../../../shared/model/video.ts";

/** A file beside a video that says what its details are, or why nothing of it is used. */
export type Sidecar =
  | { fileName: string; details: DetailsPatch; problem: null }
  | { fileName: string; details: null; problem: SidecarProblem };

type Told = { details: DetailsPatch } | { problem: SidecarProblem };

const broken = (code: SidecarProblem["code"], field = "", max: number | null = null) => ({
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

/** `name.json`: every field may be left out; one that is not known is an error, because it would be a mistyped one. */
const jsonSchema = z.strictObject({
  title: z.string().max(titleMaxLength).optional(),
  description: z.string().max(descriptionMaxLength).optional(),
  access: accessSchema.optional(),
  /** `nindex-oid`, or both apart. */
  products: z
    .array(z.union([productText, productRefSchema]))
    .max(maxProducts)
    .optional(),
  /** Milliseconds into the video. */
  cover_ms: z.int().min(0).optional(),
  /** Private until it is processed. */
  stay_private: z.boolean().optional(),
});

/** What BigGo calls it is known when it is there. */
const untold = (ref: ProductRef): TaggedProduct => ({
  ref,
  title: productKey(ref),
  price: 0,
  symbol: "",
  currency: "",
  storeName: "",
  availability: "available",
  taggedPrice: null,
});

/** What the first thing that the schema does not take is about. */
function problemOf({ issues: [issue] }: z.ZodError): { problem: SidecarProblem } {
  const field = String(issue?.path[0] ?? "");
  if (issue?.code === "unrecognized_keys") return broken("unknown-field", issue.keys[0] ?? "");
  if (field === "") return broken("not-fields");
  if (issue?.code !== "too_big" || issue.origin === "number") return broken("wrong-value", field);
  return broken(issue.origin === "array" ? "too-many" : "too-long", field, Number(issue.maximum));
}

function parseJson(text: string): Told {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return broken("not-json");
  }
  const parsed = jsonSchema.safeParse(value);
  if (!parsed.success) return problemOf(parsed.error);
  const { products, cover_ms: coverTimeMs, stay_private: stayPrivate, ...texts } = parsed.data;
  if (products !== undefined && new Set(products.map(productKey)).size < products.length) {
    return broken("product-twice", "products");
  }
  return {
    details: {
      ...texts,
      ...(products === undefined ? {} : { products: products.map(untold) }),
      ...(coverTimeMs === undefined ? {} : { coverTimeMs }),
      ...(stayPrivate === undefined ? {} : { stayPrivate }),
    },
  };
}

/** `name.txt`: the first line is the title, what follows is the description. */
function parseText(text: string): Told {
  const [first = "", ...rest] = text.replaceAll("\r\n", "\n").split("\n");
  const description = rest.join("\n").trim();
  if (first.trim().length > titleMaxLength) return broken("too-long", "title", titleMaxLength);
  if (description.length > descriptionMaxLength) return broken("too-long", "description", descriptionMaxLength);
  const details = {
    ...(first.trim() === "" ? {} : { title: first.trim() }),
    ...(description === "" ? {} : { description }),
  };
  return { details };
}

/**
 * The whole of a small text file; null when there is none of that name. A link, a pipe or a device is none: whoever can put
 * it there would choose what is published, or could hold the app up.
 */
async function readSmall(path: string): Promise<{ text: string } | { problem: SidecarProblem } | null> {
  let handle: Awaited<ReturnType<typeof open>> | undefined;
  try {
    if (!(await lstat(path)).isFile()) return null;
    handle = await open(path, "r");
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(maxBytes + 1), 0, maxBytes + 1, 0);
    if (bytesRead > maxBytes) return broken("too-big", "", maxBytes / 1024);
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(buffer.subarray(0, bytesRead)) };
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    if (["ENOENT", "ENOTDIR", "EISDIR", "ENAMETOOLONG"].includes(code)) return null;
    return broken(error instanceof TypeError ? "not-utf8" : "unreadable");
  } finally {
    await handle?.close();
  }
}

/** The names a video's sidecar may have, the one that counts first. */
function sidecarPaths(videoPath: string): string[] {
  const bare = videoPath.slice(0, videoPath.lastIndexOf("."));
  return [`${bare}.json`, `${bare}.txt`];
}

/** Reads the file beside a video that says its details (docs/sidecars.md); null when there is none. Never rejects. */
export async function readSidecar(videoPath: string): Promise<Sidecar | null> {
  for (const path of sidecarPaths(videoPath)) {
    const read = await readSmall(path);
    if (read === null) continue;
    const parse = path.endsWith(".json") ? parseJson : parseText;
    const told = "problem" in read ? read : parse(read.text);
    const fileName = basename(path);
    return "problem" in told
      ? { fileName, details: null, problem: told.problem }
      : { fileName, ...told, problem: null };
  }
  return null;
}
