import type { FastifyRequest } from "fastify";
import { apiCode, BiggoFailure } from "./biggo-error.ts";
import type { SandboxContext } from "./sandbox-context.ts";
import { checkToken } from "./token.ts";

/** Tokens issued before this time (epoch ms) count as expired. */
export function tokensNotBefore(context: SandboxContext): number {
  return Number(context.settings.get("tokens_not_before_ms") ?? 0);
}

/** A hook that requires a valid bearer token. Throws BigGo's codes 2, 3 and 4 with HTTP 401. */
export function requireToken(context: SandboxContext) {
  return async (request: FastifyRequest): Promise<void> => {
    const [scheme, token] = (request.headers.authorization ?? "").split(" ");
    if (!token || scheme?.toLowerCase() !== "bearer") {
      throw new BiggoFailure(apiCode.unverified, "without verification", 401);
    }
    const checked = checkToken({
      token,
      secret: context.tokenSecret,
      nowMs: context.now(),
      notBeforeMs: tokensNotBefore(context),
    });
    if (checked.verdict === "invalid") throw new BiggoFailure(apiCode.jwtInvalid, "jwt invalid", 401);
    if (checked.verdict === "expired") throw new BiggoFailure(apiCode.jwtExpired, "jwt expired", 401);
    request.userid = checked.userid;
  };
}

/** Throws BigGo's code 2 with HTTP 403 when the account may not upload. */
export function requirePermission(context: SandboxContext): void {
  if (context.account.current().permission) return;
  throw new BiggoFailure(apiCode.unverified, "without verification", 403);
}
