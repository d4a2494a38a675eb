import { z } from "zod";
import { taggedProductSchema } from "../../shared/model/product.ts";
import { accessSchema } from "../../shared/model/video.ts";
import type { Video } from "../biggo/wire/video.ts";
import { timeColumn } from "../database/stored-json.ts";

const storedProduct = z.object({
  oid: z.string().nullable(),
  nindex: z.string().nullable(),
  title: z.string(),
  price: z.number(),
  symbol: z.string(),
  currency: z.string(),
  storeName: z.string(),
  image: z.string(),
  availability: taggedProductSchema.shape.availability,
});

/** A cached video as it is stored. Fields that older versions did not store get a default. */
export const storedVideo: z.ZodType<Video> = z.object({
  videoId: z.string(),
  userid: z.string(),
  description: z.string(),
  access: accessSchema,
  url: z.string(),
  createdAtMs: timeColumn,
  processing: z.boolean(),
  complete: z.boolean(),
  broken: z.boolean(),
  statusKeywords: z.array(z.string()),
  lengthSeconds: z.number().nullable(),
  // Unknown in rows of earlier versions.
  edited: z.boolean().default(false),
  aspectRatio: z.number().nullable(),
  coverUrl: z.string().nullable(),
  thumbnailUrls: z.array(z.string()).default([]),
  mp4Url: z.string().nullable(),
  productCount: z.number(),
  products: z.array(storedProduct),
  viewCount: z.number(),
  likeCount: z.number(),
  commentCount: z.number(),
});
