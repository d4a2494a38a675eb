import { z } from "zod";
import { regionSchema } from "../../shared/model/account.ts";
import { parseBody } from "./answer.ts";
import type { Call } from "./call.ts";
import { idText } from "./wire/lenient.ts";

const selfAnswer = z.object({
  userid: idText,
  at_userid: idText.optional(),
  region: regionSchema.nullish().catch(null),
});

/** Who the key belongs to. */
export interface UploadPermission {
  userid: string;
  /** The public name, with its @. */
  atUserid: string;
  region: z.infer<typeof regionSchema> | null;
}

/** `POST video_auth/self`: may this account upload? Rejects with BigGoError; a refusal means it may not. */
export async function checkUploadPermission(call: Call, signal?: AbortSignal): Promise<UploadPermission> {
  const body = parseBody(selfAnswer, await call({ method: "POST", path: "video_auth/self", signal }), "account");
  return {
    userid: body.userid,
    atUserid: `@${(body.at_userid ?? body.userid).replace(/^@/, "")}`,
    region: body.region ?? null,
  };
}
