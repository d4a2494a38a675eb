import { describe, expect, it } from "vitest";
import { checkUploadPermission, hasUploadPermission } from "./account.ts";
import { BigGoError, type BigGoErrorKind } from "./biggo-error.ts";

const failWith = (kind: BigGoErrorKind, biggoCode?: number) => () =>
  Promise.reject(new BigGoError(kind, "no", { biggoCode }));

describe("checkUploadPermission", () => {
  it("resolves with the account and normalises its public name", async () => {
    const call = async () => ({ result: true, userid: 7, at_userid: "@me", region: "tw" });
    expect(await checkUploadPermission(call)).toEqual({ userid: "7", atUserid: "@me", region: "tw" });
  });
});

describe("at_userid: null", () => {
  it.each([
    [
      { at_userid: null, region: null },
      { atUserid: "@u1", region: null },
    ],
    [
      { at_userid: [], region: "TW" },
      { atUserid: "@u1", region: "tw" },
    ],
    [
      { at_userid: "", region: [] },
      { atUserid: "@u1", region: null },
    ],
    [
      { at_userid: 12, region: "mars" },
      { atUserid: "@12", region: null },
    ],
  ])("does not keep anybody from signing in: %j", async (fields, expected) => {
    expect(await checkUploadPermission(async () => ({ userid: "u1", ...fields }))).toMatchObject(expected);
  });
});

describe("hasUploadPermission", () => {
  it("is true for an account that may upload", async () => {
    expect(await hasUploadPermission(async () => ({ result: true, userid: "me" }))).toBe(true);
  });

  it.each([
    ["refused", 1007],
    ["refused", undefined],
    ["unauthorised", 2],
  ] as const)("is false when BigGo answers %s with code %s", async (kind, code) => {
    expect(await hasUploadPermission(failWith(kind, code))).toBe(false);
  });

  it.each([
    ["network", undefined],
    ["credentials", 1004],
    ["rate-limited", undefined],
    ["not-biggo", undefined],
    ["unauthorised", 3],
    ["unauthorised", undefined],
  ] as const)("rejects without a verdict on %s with code %s", async (kind, code) => {
    await expect(hasUploadPermission(failWith(kind, code))).rejects.toMatchObject({ kind });
  });
});
