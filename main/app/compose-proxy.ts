import { AppError } from "../../shared/errors.ts";
import type { ProxyAnswer } from "../../shared/model/proxy.ts";
import type { ProxySignIns } from "../account/proxy-sign-ins.ts";
import type { ResolveProxy } from "../biggo/proxy-routes.ts";
import { tryProxy } from "../biggo/try-proxy.ts";
import type { SessionParts } from "./compose-session.ts";

/** The routes of a URL, once the keyring has handed over the sign-ins to them, or a moment later. */
export function withStoredSignIns(resolve: ResolveProxy, signIns: Pick<ProxySignIns, "ready">): ResolveProxy {
  return async (url) => {
    const routes = await resolve(url);
    await signIns.ready(routes);
    return routes;
  };
}

interface ProxySignInDeps {
  signIns: ProxySignIns;
  account: SessionParts;
  /** The API's base URL, to which the proxy is to lead. */
  apiUrl: string;
}

/** Resumes what waits for the proxy: queue, library and account. */
export function resumeWork({ session, workspace }: SessionParts): void {
  const open = workspace();
  open?.engine.retryConnection();
  if (open?.readOnly === false) open.library.resume();
  const state = session.state();
  const isWaiting = state.status === "unverified" || (state.status === "signed-out" && state.retrying === true);
  if (isWaiting) void session.reconnect();
}

/**
 * Signs in to the proxy that asks: tries the credentials with one request, then uses them for everything. Resolves with
 * false when the proxy refuses them. Rejects with AppError `not-found` for a proxy that does not ask.
 */
export function composeProxySignIn({ signIns, account, apiUrl }: ProxySignInDeps) {
  return async ({ proxy, keep, ...credentials }: ProxyAnswer): Promise<boolean> => {
    if (signIns.question()?.proxy !== proxy) throw new AppError("not-found", "This proxy does not ask to sign in");
    const accepted = await tryProxy({ proxy, url: `${apiUrl}/`, credentials });
    if (!accepted) return false;
    // The keyring may ask the user: what waits for the proxy resumes at once.
    void signIns.set(proxy, credentials, keep);
    resumeWork(account);
    return true;
  };
}
