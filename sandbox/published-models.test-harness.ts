import { z } from "zod";

/**
 * BigGo's shapes with every field that the published models require in every answer (source: `biggo-api` for Python
 * 0.2.0 and for JavaScript 0.5.2). An optional field may be null or missing, never of another type.
 */
const text = z.string();
const count = z.number().int().min(0);
const optionalText = text.nullish();

const shortProduct = z.object({ title: text, price: z.number(), symbol: text, image: text });

const product = shortProduct.extend({
  id: text,
  index: text,
  history_id: text,
  currency: text,
  origimage: text,
  original_price: z.number(),
  original_symbol: text,
  price_diff_real: z.number(),
  url: text,
  purl: text,
  provide: text,
  type: text,
  discount: z.array(text),
  gallery_count: count,
  gallery_images: z.array(text),
  ...booleans(["hasShop", "hasStorePage", "isAD", "is_adult", "isMultipleProduct", "isNotFound", "isOffline"]),
  ...booleans(["more", "online_notify", "subscribe"]),
  location: optionalText,
  m_max_price: optionalText,
  m_text: optionalText,
  "seller-credit": optionalText,
  uid: optionalText,
  username: optionalText,
});

/** 13 is "complete"; the Python model knows no other number than 0 and 13. */
const status = z.object({
  processing: z.boolean(),
  process_status: z.literal([0, 13]),
  process_status_kw: z.array(text),
});

const meta = z.object({
  length: z.number(),
  iso8601_length: text,
  aspect_ratio: optionalText,
  cover_image: text,
  thumbnails: z.array(text),
  download: z.union([z.object({ mp4: text }), z.tuple([])]),
});

/** Required flags of a model. */
function booleans<const Name extends string>(names: readonly Name[]) {
  return Object.fromEntries(names.map((name) => [name, z.boolean()])) as Record<Name, z.ZodBoolean>;
}

const videoFields = {
  video_id: text,
  userid: text,
  at_userid: text,
  name: text,
  profileimg: text,
  url: text,
  description: optionalText,
  access: z.literal([0, 1, 2]),
  limit: z.literal([0, 1, 2]),
  created_at: z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{4}$/),
  timestamp: count,
  str_datetime: optionalText,
  ...booleans(["is_edited", "is_like", "is_myvideo", "is_follow", "isVerifyEComm", "isVerifyUser", "hasProduct"]),
  is_private: z.boolean().nullish(),
  product_count: count,
  video_comment_count: count,
  video_like_count: count,
  view_count: count,
  like_list: z.array(text).nullish(),
  status,
  meta: meta.nullish(),
};

const user = z.object({
  userid: text,
  at_userid: text,
  name: text,
  description: text,
  profileimg: text,
  personal_url: z.union([text, z.array(text)]),
  follower_count: count,
  follow_count: count,
  all_like_count: count,
  ...booleans(["is_follow", "is_myvideo", "isVerifyEComm", "isVerifyUser"]),
});

const searchProduct = z.object({
  nindex: text,
  oid: text,
  history_id: text,
  item_id: text,
  title: text,
  image: text,
  price: z.number(),
  symbol: text,
  currency: text,
  price_diff_real: z.number(),
  url: text,
  affurl: text,
  purl: text,
  store: z.object({ name: text, image: text, discount_info: z.unknown() }),
  shop: z.object({ name: text, username: text, uid: text, location: text }),
  ...booleans(["has_shop", "is_offline", "is_adult", "is_multiple_product"]),
  multiple: z.object({ min_price: z.number(), max_price: z.number() }),
});

const period = z.object({ max_price: z.number(), min_price: z.number(), up_times: count, down_times: count });
const result = z.literal(true);
const productList = (row: z.ZodType) => z.array(row).max(10).nullish();

/** The answer of each call when it succeeds. */
export const publishedAnswers = {
  token: z.object({ access_token: text, token_type: z.literal(["bearer", "Bearer"]), expires_in: count }),
  permission: z.object({ result, userid: text, at_userid: text, region: text }),
  upload: z.object({ result, video_id: text }),
  video: z.object({
    result,
    user,
    video: z.array(z.object({ ...videoFields, product_list: productList(product) })).length(1),
    size: z.literal(1),
  }),
  changed: z.object({ result, data: z.tuple([]) }),
  deleted: z.object({ result }),
  listing: z.object({
    result,
    user_video: z.object({
      data: z.array(z.object({ ...videoFields, product_list: productList(shortProduct.strict()) })).max(20),
      size: count,
    }),
  }),
  search: z.object({
    result,
    total: count,
    total_page: count,
    list: z.array(searchProduct),
    low_price: z.number(),
    high_price: z.number(),
  }),
  history: z.object({
    result,
    title: text,
    symbol: text,
    currency: text,
    nindex: text,
    oid: text,
    current_price: z.number(),
    price_history: z.array(z.object({ x: count, y: z.number() })),
    statistics: z.object({ days30: period, days90: period, days180: period, days365: period }),
  }),
  image: z.object({ result, key: text, url: text }),
  similar: z.object({ result, total: count, list: z.array(product) }),
  failure: z.object({ result: z.literal(false), error: z.object({ code: count, message: text }) }),
};
