import { BigGoError } from "./biggo-error.ts";
import type { VideoResource } from "./video-resource.ts";
import type { ApiUser } from "./wire/api-user.ts";

/** Users of BigGo; their videos are listed by `VideoResource`. Every call rejects with BigGoError. */
export interface UserResource {
  /**
   * A user's profile. BigGo has no call for it: it comes with the first page of the user's videos. Refused with
   * `userNotFound`; rejects with `not-biggo` when BigGo leaves the profile out.
   */
  get(userid: string, signal?: AbortSignal): Promise<ApiUser>;
}

/** Creates the calls for users. */
export function createUserResource(videos: Pick<VideoResource, "listOf">): UserResource {
  return {
    async get(userid, signal) {
      const { user } = await videos.listOf(userid, 1, signal);
      if (user === null) throw new BigGoError("not-biggo", "video list without its user");
      return user;
    },
  };
}
