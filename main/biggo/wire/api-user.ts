import { z } from "zod";
import {
  lenientFlag,
  lenientText,
  lenientUrl,
  objectOrNothing,
  optionalCount,
  optionalFlag,
  optionalText,
  urlList,
} from "./lenient.ts";

/**
 * A user as BigGo returns it with a video or a listing, with all fields of the published clients. A listing may leave
 * out the counts and the account's relation to the user: they are null there.
 */
export interface ApiUser {
  /** `userid`: the permanent id, as `VideoResource.listOf` takes it. */
  userid: string;
  /** `at_userid`: the public name, without its @. */
  atUserid: string;
  /** `name`: the display name. */
  name: string;
  /** `description`: the text of the profile; null when there is none. */
  description: string | null;
  /** `profileimg`: address of the profile picture. */
  profileImage: string;
  /** `personal_url`: links on the profile. BigGo sends one string or a list. */
  personalUrls: string[];
  /** `follower_count`: how many users follow this one. */
  followerCount: number | null;
  /** `follow_count`: how many users this one follows. */
  followCount: number | null;
  /** `all_like_count`: how many likes the user's videos have together. */
  allLikeCount: number | null;
  /** `is_follow`: whether the account follows this user. */
  isFollow: boolean | null;
  /** `is_myvideo`: whether this user is the account itself. */
  isMyVideo: boolean | null;
  /** `isVerifyEComm`: whether BigGo has verified the user as a merchant. */
  isVerifyEComm: boolean;
  /** `isVerifyUser`: whether BigGo has verified the user. */
  isVerifyUser: boolean;
}

const urlsSchema = z
  .unknown()
  .optional()
  .transform((value) => (typeof value === "string" && value !== "" ? [value] : value))
  .pipe(urlList);

/** Parses BigGo's UserInfo; null when it is missing, an empty PHP object (`[]`) or not an object. */
export const apiUserSchema = objectOrNothing(
  z
    .object({
      userid: lenientText,
      at_userid: lenientText,
      name: lenientText,
      description: optionalText,
      profileimg: lenientUrl,
      personal_url: urlsSchema,
      follower_count: optionalCount,
      follow_count: optionalCount,
      all_like_count: optionalCount,
      is_follow: optionalFlag,
      is_myvideo: optionalFlag,
      isVerifyEComm: lenientFlag,
      isVerifyUser: lenientFlag,
    })
    .transform(
      (wire): ApiUser => ({
        userid: wire.userid,
        atUserid: wire.at_userid,
        name: wire.name,
        description: wire.description,
        profileImage: wire.profileimg,
        personalUrls: wire.personal_url,
        followerCount: wire.follower_count,
        followCount: wire.follow_count,
        allLikeCount: wire.all_like_count,
        isFollow: wire.is_follow,
        isMyVideo: wire.is_myvideo,
        isVerifyEComm: wire.isVerifyEComm,
        isVerifyUser: wire.isVerifyUser,
      }),
    ),
).catch(null);
