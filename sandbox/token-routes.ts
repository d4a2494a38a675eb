import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { failureBody } from "./biggo-error.ts";
import { tokensNotBefore } from "./require-token.ts";
import type { SandboxContext } from "./sandbox-context.ts";
import { issueToken } from "./token.ts";

const defaultTtlSeconds = 3600;
/** Codes of the token endpoint: the same numbers have other meanings on data calls (source: BigGo). */
const tokenCode = { unverified: 2, missingParameter: 1001, invalidParameter: 1002, keyRevoked: 1004 } as const;

function credentialsOf(request: FastifyRequest): { id: string; secret: string } | null {
  const [scheme, encoded] = (request.headers.authorization ?? "").split(" ");
  if (!encoded || scheme?.toLowerCase() !== "basic") return null;
  const [id = "", ...rest] = Buffer.from(encoded, "base64").toString().split(":");
  return { id, secret: rest.join(":") };
}

function grantTypeOf(request: FastifyRequest): unknown {
  const body = Object(request.body) as Record<string, unknown>;
  return body.grant_type ?? (request.query as Record<string, unknown>).grant_type;
}

function reject(reply: FastifyReply, status: number, code: number, message: string) {
  return reply.code(status).send(failureBody(code, message));
}

function tokenResponse(context: SandboxContext) {
  // Never before the time that expired earlier tokens, which may be a millisecond ahead.
  const nowMs = Math.max(context.now(), tokensNotBefore(context));
  const seconds = context.options.tokenTtlSeconds ?? defaultTtlSeconds;
  const claims = { sub: context.self.userid, iat_ms: nowMs, exp_ms: nowMs + seconds * 1000 };
  context.counts.add("tokensIssued");
  return { access_token: issueToken(claims, context.tokenSecret), token_type: "bearer", expires_in: seconds };
}

/**
 * `POST /auth/v1/token` (source: BigGo). A wrong id or secret fails in the OAuth style, every other failure in BigGo's
 * own envelope, as the real endpoint mixes them.
 */
export function addTokenRoutes(app: FastifyInstance, context: SandboxContext): void {
  app.post("/auth/v1/token", async (request, reply) => {
    const given = credentialsOf(request);
    if (!given) return reject(reply, 401, tokenCode.unverified, "no auth");
    const grantType = grantTypeOf(request);
    if (!grantType) return reject(reply, 400, tokenCode.missingParameter, "missing parameter: grant_type");
    if (grantType !== "client_credentials") {
      return reject(reply, 400, tokenCode.invalidParameter, "invalid parameter: grant_type");
    }
    const { revoked, secretValid } = context.account.current();
    const matches = given.id === context.clientId && given.secret === context.clientSecret;
    if (!matches || !secretValid) return reply.code(401).send({ error: "invalid_client" });
    if (revoked) return reject(reply, 401, tokenCode.keyRevoked, "app key is revoked");
    return tokenResponse(context);
  });
}
