import { z } from "zod";
import { regionSchema } from "../../shared/model/account.ts";
import { BigGoError, type BigGoErrorKind } from "./biggo-error.ts";
import type { Call } from "./call.ts";
import { parseBody } from "./response.ts";
import { idText, optionalId } from "./wire/lenient.ts";

const selfBody = z.object({
  userid: idText,
  at_userid: optionalId,
  region: z
    .unknown()
    .optional()
    .transform((value) => regionSchema.safeParse(String(value).toLowerCase()).data ?? null),
});

/** The account that the credentials belong to. */
export interface UploadPermission {
  userid: string;
  /** The public name, with a leading @. */
  atUserid: string;
  /** The account's region; null when BigGo names none or one that is not known. */
  region: z.infer<typeof regionSchema> | null;
}

/**
 * `POST video_auth/self`: resolves with the account when it may upload. Rejects with BigGoError; of kind `refused` or
 * `unauthorised` when it may not.
 */
export async function checkUploadPermission(call: Call, signal?: AbortSignal): Promise<UploadPermission> {
  const body = parseBody(selfBody, await call({ method: "POST", path: "video_auth/self", signal }), "account");
  return {
    userid: body.userid,
    atUserid: `@${(body.at_userid ?? body.userid).replace(/^@/, "")}`,
    region: body.region,
  };
}

/** Kinds of a refusal: BigGo answers with code 2 or another code when the account may not upload. */
const refusals: ReadonlySet<BigGoErrorKind> = new Set<BigGoErrorKind>(["refused", "unauthorised"]);

/** Whether the account may upload. Rejects with BigGoError when BigGo gives no verdict (no network, wrong key, …). */
export async function hasUploadPermission(call: Call, signal?: AbortSignal): Promise<boolean> {
  try {
    await checkUploadPermission(call, signal);
    return true;
  } catch (error) {
    if (error instanceof BigGoError && refusals.has(error.kind)) return false;
    throw error;
  }
}
