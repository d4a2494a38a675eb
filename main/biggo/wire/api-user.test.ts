import { describe, expect, it } from "vitest";
import { type ApiUser, apiUserSchema } from "./api-user.ts";

const wire = {
  userid: "u1",
  at_userid: "me",
  name: "Me",
  description: "about me",
  profileimg: "https://x.example/me.jpg",
  personal_url: "https://x.example",
  follower_count: 128,
  follow_count: "12",
  all_like_count: 3406,
  is_follow: false,
  is_myvideo: true,
  isVerifyEComm: true,
  isVerifyUser: true,
};

const expected: ApiUser = {
  userid: "u1",
  atUserid: "me",
  name: "Me",
  description: "about me",
  profileImage: "https://x.example/me.jpg",
  personalUrls: ["https://x.example"],
  followerCount: 128,
  followCount: 12,
  allLikeCount: 3406,
  isFollow: false,
  isMyVideo: true,
  isVerifyEComm: true,
  isVerifyUser: true,
};

describe("apiUserSchema", () => {
  it("reads every field", () => {
    expect(apiUserSchema.parse(wire)).toEqual(expected);
  });

  it.each([
    ["", []],
    ["https://x.example", ["https://x.example"]],
    [["https://x.example"], ["https://x.example"]],
    [[], []],
    [null, []],
  ])("reads personal_url %j as a list", (personal_url, personalUrls) => {
    expect(apiUserSchema.parse({ ...wire, personal_url })?.personalUrls).toEqual(personalUrls);
  });

  it("reads a user of a listing, without counts and relation, as null there", () => {
    const user = apiUserSchema.parse({ userid: "u1", name: "Me" });
    expect(user).toMatchObject({ followerCount: null, followCount: null, allLikeCount: null });
    expect(user).toMatchObject({ isFollow: null, isMyVideo: null, isVerifyUser: false, description: null });
  });

  it.each([[undefined], [null], [[]], ["user"]])("is null for %j", (value) => {
    expect(apiUserSchema.parse(value)).toBeNull();
  });
});
