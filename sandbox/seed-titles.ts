import { productKinds } from "./product-words.ts";
import { pick, whole } from "./seeded-random.ts";

const patterns: readonly [(random: () => number) => string, ...((random: () => number) => string)[]] = [
  (random) => `${pick(random, productKinds).zh}開箱｜${pick(random, ["三款實測", "值得買嗎", "一個月後心得"])}`,
  (random) => `百元內${pick(random, productKinds).zh}值得買嗎`,
  (random) => `${pick(random, productKinds).zh}怎麼選？${whole(random, 3, 9)} 個重點一次看懂`,
  (random) => `【${pick(random, productKinds).ja}】${pick(random, ["開封レビュー", "徹底比較", "買ってよかった？"])}`,
  (random) => `${pick(random, productKinds).ja}を1ヶ月使ってみた感想`,
  (random) => `${pick(random, productKinds).en} under $${whole(random, 2, 30) * 10}: worth it?`,
  (random) => `${pick(random, productKinds).en} unboxing`,
  (random) =>
    `${pick(random, productKinds).zh}全面大評比：從開箱、安裝、日常使用到清潔保養，` +
    "一支影片告訴你哪一台最適合小坪數、有寵物、又怕吵的家庭（含優缺點總整理與購買連結）",
];

const descriptions: readonly [string, ...string[]] = [
  "",
  "商品連結都在下方，歡迎留言告訴我你想看的下一支開箱！",
  "實測兩週的真實心得，非業配。\n\n00:00 開場\n00:12 外觀\n00:48 實測\n01:30 總結",
  "今回は実際に購入して試してみました。気になる点はコメントで教えてください。",
  "Honest impressions after two weeks. Links to everything shown are attached.",
];

/** A realistic title: mostly Chinese, some Japanese and English, and occasionally a very long one. */
export function seedTitle(random: () => number): string {
  return pick(random, patterns)(random);
}

/** A realistic description; often empty. */
export function seedDescription(random: () => number): string {
  return pick(random, descriptions);
}
