import { z } from "zod";

function isPattern(text: string): boolean {
  try {
    return new RegExp(text) instanceof RegExp;
  } catch {
    return false;
  }
}

const path = z.string().refine(isPattern, "not a regular expression");
const matching = {
  match: z.strictObject({ method: z.string().optional(), path: path.optional() }).optional(),
  times: z.number().int().min(0).optional(),
};
const early = { early: z.boolean().optional(), committed: z.boolean().optional(), close: z.boolean().optional() };

/**
 * One fault, as accepted by `--fault` and `POST /_control/faults`. `times` is how many requests it applies to (0: all;
 * default 1, but all for `listing-lag`); `match.path` is a regular expression over the path without its query.
 * `early` responds before the body is read, `committed` after the real work is committed; `close` ends the connection
 * after the response, so that a client that is still sending sees it break.
 */
export const faultSpec = z.discriminatedUnion("kind", [
  z.strictObject({ ...matching, kind: z.literal("refuse") }),
  z.strictObject({ ...matching, kind: z.literal("reset"), percent: z.number().min(0).max(100) }),
  z.strictObject({ ...matching, kind: z.literal("drop-answer") }),
  z.strictObject({ ...matching, kind: z.literal("delay"), ms: z.number().min(0) }),
  z.strictObject({ ...matching, kind: z.literal("slow-read"), bytesPerSecond: z.number().positive() }),
  z.strictObject({
    ...matching,
    ...early,
    kind: z.literal("status"),
    status: z.number().int().min(200).max(599),
    retryAfter: z.union([z.string(), z.number()]).optional(),
    body: z.unknown().optional(),
  }),
  z.strictObject({ ...matching, ...early, kind: z.literal("html") }),
  z.strictObject({ ...matching, kind: z.literal("truncated-json") }),
  z.strictObject({ ...matching, kind: z.literal("missing-id") }),
  z.strictObject({ ...matching, ...early, kind: z.literal("expired-token") }),
  z.strictObject({
    ...matching,
    ...early,
    kind: z.literal("error"),
    code: z.number().int(),
    message: z.string().optional(),
    status: z.number().int().min(200).max(599).optional(),
  }),
  z.strictObject({ ...matching, kind: z.literal("wrong-fields") }),
  z.strictObject({ ...matching, kind: z.literal("extra-fields"), fields: z.record(z.string(), z.unknown()) }),
  z.strictObject({ ...matching, kind: z.literal("stall"), when: z.enum(["body", "answer"]).optional() }),
  z.strictObject({ ...matching, kind: z.literal("listing-lag"), ms: z.number().min(0) }),
]);

/** A parsed fault. */
export type FaultSpec = z.infer<typeof faultSpec>;
