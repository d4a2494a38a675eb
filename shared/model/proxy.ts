import { z } from "zod";

/** A proxy's scheme, host and port: `http://proxy.example:3128`. */
const proxyOrigin = z.string().max(300);

/** A proxy that asks to sign in. */
export const proxyQuestionSchema = z.object({
  proxy: proxyOrigin,
  /** What the sign-in is for, in the proxy's words. */
  realm: z.string().nullable(),
  /** It has refused what it was sent. */
  refused: z.boolean(),
});
export type ProxyQuestion = z.infer<typeof proxyQuestionSchema>;

/** A proxy that is signed in to, without the name and the password. */
export const proxySignInSchema = z.object({ proxy: proxyOrigin, kept: z.enum(["keyring", "session"]) });
export type ProxySignIn = z.infer<typeof proxySignInSchema>;

/** RFC 1929 allows 255 bytes for each. */
const field = z
  .string()
  .min(1)
  .max(255)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: RFC 7617 rules out control characters.
  .regex(/^[^\u0000-\u001f\u007f]+$/);

/** The user's answer to a question. */
export const proxyAnswerSchema = z.object({
  proxy: proxyOrigin,
  // RFC 7617 ends the name at the first colon.
  username: field.refine((name) => !name.includes(":")),
  password: field,
  /** In the system's keyring; otherwise until the app quits. */
  keep: z.boolean(),
});
export type ProxyAnswer = z.infer<typeof proxyAnswerSchema>;
