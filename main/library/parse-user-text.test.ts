import { describe, expect, it } from "vitest";
import { parseUserText } from "./parse-user-text.ts";

describe("parseUserText", () => {
  it.each([
    ["Uabc-1_2", { kind: "user", userid: "Uabc-1_2" }],
    ["  Uabc ", { kind: "user", userid: "Uabc" }],
    ["\u200BUabc\uFEFF\n", { kind: "user", userid: "Uabc" }],
    ["\u00A0“@neighbour.lab”", { kind: "user", userid: "neighbour.lab" }],
    ["<https://biggo.com.tw/user/Ua\u200Bbc>", { kind: "user", userid: "Uabc" }],
    ["https://biggo.com.tw/user/Uabc", { kind: "user", userid: "Uabc" }],
    ["biggo.com/user/Uabc/video/", { kind: "user", userid: "Uabc" }],
    ["https://biggo.jp/profile?userid=Uabc", { kind: "user", userid: "Uabc" }],
    ["https://biggo.com.tw/video/vid1?x=1", { kind: "video", videoId: "vid1" }],
    ["@neighbour.lab", { kind: "user", userid: "neighbour.lab" }],
    ["https://biggo.com.tw/user/neighbour.lab", { kind: "user", userid: "neighbour.lab" }],
    ["https://biggo.com.tw/user/@neighbour.lab/video", { kind: "user", userid: "neighbour.lab" }],
    ["https://biggo.com.tw/@neighbour.lab", { kind: "user", userid: "neighbour.lab" }],
    ["biggo.com.tw/@neighbour.lab/about?from=app", { kind: "user", userid: "neighbour.lab" }],
    ["https://biggo.com.tw/@", null],
    ["biggo.com.tw", null],
    ["https://example.com/user/Uabc", null],
    ["https://biggo.com.tw/", null],
    ["two words", null],
    ["", null],
  ])("parses %j", (text, expected) => {
    expect(parseUserText(text)).toEqual(expected);
  });
});
