import { describe, expect, it } from "vitest";
import { parseProductText } from "./parse-product-text.ts";

const momo = { kind: "ref", ref: { nindex: "tw_ec_momoshop", oid: "9100001" } };

describe("parseProductText", () => {
  it.each([
    ["  清淨機 濾網 ", { kind: "words", words: "清淨機 濾網" }],
    ["Wi-Fi 7", { kind: "words", words: "Wi-Fi 7" }],
    ["all-in-one", { kind: "words", words: "all-in-one" }],
    ["biggo.com.tw", { kind: "words", words: "biggo.com.tw" }],
    ["tw_ec_momoshop-9100001", momo],
    ["\u200Btw_ec_momoshop-\u200D9100001\uFEFF", momo],
    ["“tw_ec_momoshop-9100001”", momo],
    ["<https://biggo.com.tw/item/tw_ec_momoshop-9100001>\u00A0", momo],
    ['"清淨機\u200B 濾網"', { kind: "words", words: '"清淨機 濾網"' }],
    ["https://biggo.com.tw/r/?i=tw_ec_momoshop&id=9100001", momo],
    ["https://biggo.com.tw/item/tw_ec_momoshop-9100001", momo],
    ["vn.biggo.com/history?history_id=tw_ec_momoshop-9100001", momo],
    ["tw_ec_pchome24h-DYAJ10-A90010000", { kind: "ref", ref: { nindex: "tw_ec_pchome24h", oid: "DYAJ10-A90010000" } }],
    [
      "https://biggo.com.tw/r/?purl=https%3A%2F%2Fwww.momoshop.com.tw%2Fgoods%2FGoodsDetail.jsp%3Fi_code%3D1",
      { kind: "address", url: "https://www.momoshop.com.tw/goods/GoodsDetail.jsp?i_code=1" },
    ],
    ["24h.pchome.com.tw/prod/X-1", { kind: "address", url: "https://24h.pchome.com.tw/prod/X-1" }],
    ["HTTPS://www.amazon.co.jp/dp/B0J1000000", { kind: "address", url: "https://www.amazon.co.jp/dp/B0J1000000" }],
    ["https://biggo.com.tw/item/%E0%A4%A-1", { kind: "address", url: "https://biggo.com.tw/item/%E0%A4%A-1" }],
    ["javascript:alert(1)", { kind: "words", words: "javascript:alert(1)" }],
    ["file:///etc/passwd", { kind: "words", words: "file:///etc/passwd" }],
  ])("parses %j", (text, expected) => {
    expect(parseProductText(text)).toEqual(expected);
  });
});
