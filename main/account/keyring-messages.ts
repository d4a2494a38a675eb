import { z } from "zod";

/** The switch that makes a process of the app one that only asks the keyring. */
export const keyringHelperSwitch = "keyring-helper";

/** A question to that process, one JSON text per line. `text` is base64 where it is encrypted. */
export const keyringRequestSchema = z.discriminatedUnion("ask", [
  z.strictObject({ id: z.number(), ask: z.literal("available") }),
  z.strictObject({ id: z.number(), ask: z.literal("encrypt"), text: z.string() }),
  z.strictObject({ id: z.number(), ask: z.literal("decrypt"), text: z.string() }),
]);
export type KeyringRequest = z.infer<typeof keyringRequestSchema>;

/** What it answers, also per line. */
export const keyringResponseSchema = z.discriminatedUnion("answer", [
  z.strictObject({ answer: z.literal("ready") }),
  z.strictObject({ answer: z.literal("available"), id: z.number(), available: z.boolean() }),
  z.strictObject({ answer: z.literal("text"), id: z.number(), text: z.string().nullable() }),
  z.strictObject({ answer: z.literal("failed"), id: z.number(), locked: z.boolean() }),
]);
export type KeyringResponse = z.infer<typeof keyringResponseSchema>;
