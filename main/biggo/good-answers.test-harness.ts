/** A product of a single video, with every field that the published models require. */
const product = (id: string) => ({
  id,
  index: "tw_ec_x",
  history_id: `tw_ec_x-${id}`,
  title: `Product ${id}`,
  price: 990,
  symbol: "NT$",
  currency: "TWD",
  image: "https://x.example/p.jpg",
  provide: "Store",
  discount: ["10 %"],
  isNotFound: false,
  isOffline: false,
});

/** A video with two products, unlisted and complete. */
const goodVideo = (video_id: string) => ({
  video_id,
  userid: "u1",
  at_userid: "me",
  name: "Me",
  profileimg: "https://x.example/me.jpg",
  url: `https://x.example/${video_id}`,
  description: "the description",
  access: 2,
  limit: 2,
  created_at: "2025-11-24T16:00:00.0000",
  timestamp: 1_764_000_000,
  str_datetime: "2025-11-24",
  is_edited: true,
  is_myvideo: true,
  is_private: false,
  hasProduct: true,
  product_count: 2,
  product_list: [product("p1"), product("p2")],
  video_comment_count: 3,
  video_like_count: 4,
  view_count: 5,
  like_list: ["u2"],
  status: { processing: false, process_status: 13, process_status_kw: ["complete"] },
  meta: {
    length: 12.5,
    iso8601_length: "PT12S",
    aspect_ratio: "9:16",
    cover_image: "https://x.example/c.jpg",
    thumbnails: ["https://x.example/t.jpg"],
    download: { mp4: "https://x.example/v.mp4" },
  },
});

/** The same in a listing, where products have no ids, with fewer fields. */
const goodListedVideo = (video_id: string) => {
  const { userid, description, access, timestamp, created_at, product_count, status } = goodVideo(video_id);
  const product_list = [1, 2].map((price) => ({ title: "Product", price, symbol: "NT$", image: "" }));
  const meta = { length: 12.5, cover_image: "https://x.example/c.jpg" };
  const fields = { userid, description, access, timestamp, created_at, product_count, product_list, status, meta };
  return { video_id, ...fields };
};

const user = {
  userid: "u1",
  at_userid: "me",
  name: "Me",
  description: "",
  profileimg: "https://x.example/me.jpg",
  personal_url: ["https://x.example"],
  follower_count: 1,
  is_follow: false,
};

const searchProduct = {
  nindex: "tw_ec_x",
  oid: "p1",
  history_id: "tw_ec_x-p1",
  title: "Product",
  image: "https://x.example/p.jpg",
  price: 990,
  symbol: "NT$",
  currency: "TWD",
  store: { name: "Store" },
  is_offline: false,
  is_adult: false,
  is_multiple_product: true,
  multiple: { min_price: 900, max_price: 990 },
};

/** A good answer of each call. */
export const goodAnswers = {
  token: { access_token: "token", token_type: "bearer", expires_in: 3600 },
  permission: { result: true, userid: "u1", at_userid: "me", region: "tw" },
  upload: { result: true, video_id: "v1", error: [], error_type: 0 },
  video: { result: true, user, video: [goodVideo("v1")], size: 1 },
  changed: { result: true, data: [] },
  listing: {
    result: true,
    user_video: { data: ["v1", "v2", "v3"].map(goodListedVideo), size: 3 },
    is_owner: true,
    user,
    is_processing: ["v1"],
    user_video_count: 3,
  },
  refusal: { result: false, error: { code: 1004, message: "video does not exist" }, error_type: 0 },
  search: { result: true, total: 1, total_page: 1, list: [searchProduct] },
  history: {
    result: true,
    title: "Product",
    symbol: "NT$",
    currency: "TWD",
    current_price: 990,
    price_history: [{ x: 1_764_000_000_000, y: 990 }],
  },
  image: { result: true, key: "k1", url: "https://x.example/i.jpg" },
  similar: { result: true, total: 1, list: [product("p1")] },
  stores: { biggo: [{ id: "tw_ec_x", region: "tw" }] },
  rules: {
    result: true,
    data: { tw: { tw_ec_x: { match: ["/(\\d+)"], template: ["%1"], query: "id", len: 8, pad: "0" } } },
  },
};
