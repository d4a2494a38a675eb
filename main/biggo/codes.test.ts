import { describe, expect, it } from "vitest";
import { BigGoCode, codeOfUploadErrorType, TokenCode, UploadErrorType } from "./codes.ts";

describe("BigGoCode", () => {
  it("has every code of a data call once", () => {
    expect(Object.values(BigGoCode)).toEqual([1, 2, 3, 4, 1001, 1002, 1003, 1004, 1005, 1006, 1007, 1008, 1009, 1010]);
  });
});

describe("TokenCode", () => {
  it("has every code of the token endpoint once", () => {
    const ofKeys = [1001, 1002, 1003, 1004, 1005, 1006, 1007, 1008, 1009, 1010];
    expect(Object.values(TokenCode)).toEqual([1, 2, 3, 4, ...ofKeys, 1012, 1013, 1014]);
  });
});

describe("codeOfUploadErrorType", () => {
  it("maps every error_type to the code with the same meaning", () => {
    expect(Object.values(UploadErrorType).map((type) => codeOfUploadErrorType[type])).toEqual([1001, 1002, 1007]);
  });
});
