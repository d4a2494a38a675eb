import { z } from "zod";
import { regionSchema } from "../../shared/model/account.ts";
import { BigGoError } from "./biggo-error.ts";
import type { Call } from "./call.ts";
import { BigGoCode } from "./codes.ts";
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
 * `POST video_auth/self`: resolves with the account when it may upload. Rejects with BigGoError; see
 * {@link saysNotPermitted} for when it may not.
 */
export async function checkUploadPermission(call: Call, signal?: AbortSignal): Promise<UploadPermission> {
  const body = parseBody(selfBody, await call({ method: "POST", path: "video_auth/self", signal }), "account");
  return {
    userid: body.userid,
    atUserid: `@${(body.at_userid ?? body.userid).replace(/^@/, "")}`,
    region: body.region,
  };
}

/** Whether a failed {@link checkUploadPermission} says that the account may not upload: code 2 or a refusal. */
export function saysNotPermitted(error: unknown): boolean {
  if (!(error instanceof BigGoError)) return false;
  return error.kind === "refused" || (error.kind === "unauthorised" && error.biggoCode === BigGoCode.notVerified);
}

/** Whether the account may upload. Rejects with BigGoError when BigGo gives no verdict (no network, wrong key, …). */
export async function hasUploadPermission(call: Call, signal?: AbortSignal): Promise<boolean> {
  try {
    await checkUploadPermission(call, signal);
    return true;
  } catch (error) {
    if (saysNotPermitted(error)) return false;
    throw error;
  }
}
