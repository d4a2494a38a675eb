import { z } from "zod";
import { appErrorSchema } from "../errors.ts";

/** BigGo's regions (the `region` request header). */
export const regions = ["id", "vn", "th", "ph", "my", "in", "us", "tw", "hk", "jp", "sg"] as const;
export const regionSchema = z.enum(regions);
export type Region = z.infer<typeof regionSchema>;

/** BigGo's site for each region, sent in the `site` header of a product search (source: BigGo's search client). */
export const siteOfRegion: Readonly<Record<Region, string>> = {
  id: "biggo.id",
  vn: "vn.biggo.com",
  th: "biggo.co.th",
  ph: "ph.biggo.com",
  my: "my.biggo.com",
  in: "biggo.co.in",
  us: "biggo.com",
  tw: "biggo.com.tw",
  hk: "biggo.hk",
  jp: "biggo.jp",
  sg: "biggo.sg",
};

/** The source of the credentials in use; `environment` ones are used for this run only and never stored. */
export const credentialSource = z.enum(["keyring", "file", "session", "environment", "practice"]);
export type CredentialSource = z.infer<typeof credentialSource>;

export const connectedAccountSchema = z.object({
  userid: z.string(),
  /** The public name, with its @. */
  atUserid: z.string(),
  region: regionSchema.nullable(),
  source: credentialSource,
  /** True in practice mode: everything goes to the BigGo on this computer and nothing leaves it. */
  practice: z.boolean(),
});
export type ConnectedAccount = z.infer<typeof connectedAccountSchema>;

export const accountStateSchema = z.discriminatedUnion("status", [
  z.object({
    status: z.literal("signed-out"),
    error: appErrorSchema.nullable(),
    /** The environment's key could not be verified, and is verified again until it is: nothing is asked of the user. */
    retrying: z.boolean().optional(),
  }),
  z.object({ status: z.literal("connecting"), practice: z.boolean() }),
  z.object({ status: z.literal("connected"), account: connectedAccountSchema }),
  /**
   * Stored credentials could not be verified (no network, say): the cached library and the queue stay usable.
   */
  z.object({ status: z.literal("unverified"), account: connectedAccountSchema, error: appErrorSchema }),
]);
export type AccountState = z.infer<typeof accountStateSchema>;

/** Whether and how this computer can keep the secret for the next start. */
export const secretStorage = z.enum(["keyring", "session-only"]);
export type SecretStorage = z.infer<typeof secretStorage>;
