/** A kind of product: its name in three languages, an icon, brands and a price range in New Taiwan dollars. */
export interface ProductKind {
  readonly zh: string;
  readonly ja: string;
  readonly en: string;
  readonly icon: string;
  readonly brands: readonly [string, ...string[]];
  readonly price: readonly [number, number];
}

const kind = (
  icon: string,
  names: readonly [zh: string, ja: string, en: string],
  price: readonly [number, number],
  brands: readonly [string, ...string[]],
): ProductKind => ({ icon, zh: names[0], ja: names[1], en: names[2], price, brands });

/** The kinds of products in the catalogue. */
export const productKinds: readonly [ProductKind, ...ProductKind[]] = [
  kind(
    "headphones",
    ["藍牙降噪耳機", "ノイズキャンセリングイヤホン", "Noise Cancelling Earbuds"],
    [1290, 9990],
    ["Sony", "Bose", "Anker", "JBL"],
  ),
  kind(
    "keyboard",
    ["機械式鍵盤", "メカニカルキーボード", "Mechanical Keyboard"],
    [990, 5990],
    ["Logitech", "Keychron", "Razer", "Leopold"],
  ),
  kind("fan", ["空氣清淨機", "空気清浄機", "Air Purifier"], [2490, 19900], ["Sharp", "Dyson", "Coway", "Xiaomi"]),
  kind("tent", ["露營帳篷", "キャンプテント", "Camping Tent"], [1890, 25800], ["Snow Peak", "Coleman", "Logos"]),
  kind(
    "cup",
    ["全自動咖啡機", "全自動コーヒーメーカー", "Espresso Machine"],
    [3990, 34900],
    ["DeLonghi", "Philips", "Siroca"],
  ),
  kind("projector", ["投影機", "プロジェクター", "Projector"], [4990, 45900], ["Epson", "BenQ", "XGIMI"]),
  kind("watch", ["智慧手錶", "スマートウォッチ", "Smart Watch"], [1990, 14900], ["Garmin", "Amazfit", "Samsung"]),
  kind("shoe", ["慢跑鞋", "ランニングシューズ", "Running Shoes"], [1480, 6280], ["ASICS", "Mizuno", "HOKA", "Nike"]),
  kind("battery", ["行動電源", "モバイルバッテリー", "Power Bank"], [490, 2990], ["Anker", "Baseus", "ZMI"]),
  kind("lamp", ["露營燈", "LEDランタン", "Camping Lantern"], [390, 3290], ["Goal Zero", "Barebones", "Claymore"]),
  kind("phone", ["智慧型手機", "スマートフォン", "Smartphone"], [5990, 45900], ["Google", "Samsung", "ASUS", "Sony"]),
  kind("camera", ["無反相機", "ミラーレスカメラ", "Mirrorless Camera"], [18900, 89900], ["Canon", "Fujifilm", "Nikon"]),
  kind(
    "bottle",
    ["保溫瓶", "ステンレスボトル", "Insulated Bottle"],
    [490, 1690],
    ["Zojirushi", "Thermos", "Hydro Flask"],
  ),
  kind("vacuum", ["無線吸塵器", "コードレス掃除機", "Cordless Vacuum"], [2990, 26900], ["Dyson", "Makita", "Hitachi"]),
  kind("chair", ["人體工學椅", "エルゴノミクスチェア", "Ergonomic Chair"], [4990, 39900], ["Herman Miller", "Okamura"]),
];

/** Words that distinguish models, by language. */
export const variants = {
  zh: ["標準版", "Pro 旗艦款", "輕量版", "2026 新款", "限量黑", "白色", "兩入組", "公司貨", "送原廠配件", "大容量"],
  ja: [
    "標準モデル",
    "Pro",
    "軽量モデル",
    "2026年モデル",
    "ブラック",
    "ホワイト",
    "2個セット",
    "国内正規品",
    "大容量",
    "限定色",
  ],
  en: ["Standard", "Pro", "Lite", "2026 Edition", "Black", "White", "2-Pack", "Limited", "XL", "Renewed"],
} as const;
