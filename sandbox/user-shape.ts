import type { SandboxUser } from "./account.ts";

/** BigGo's UserInfo. `personal_url` is a list with a video and a string in a listing, as in the clients' types. */
export function userShape(input: {
  user: SandboxUser;
  viewer: string;
  baseUrl: string;
  personalUrl: "list" | "string";
}) {
  const { user } = input;
  const link = `https://biggo.com.tw/user/${user.at_userid}`;
  return {
    userid: user.userid,
    at_userid: user.at_userid,
    name: user.name,
    description: user.description,
    profileimg: `${input.baseUrl}/media/profiles/${user.userid}`,
    personal_url: input.personalUrl === "list" ? [link] : link,
    follower_count: 128,
    follow_count: 12,
    all_like_count: 3406,
    is_follow: false,
    is_myvideo: user.userid === input.viewer,
    isVerifyEComm: false,
    isVerifyUser: false,
  };
}
