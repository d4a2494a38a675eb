import { getCACertificates } from "node:tls";
import { Agent, DecoratorHandler, type Dispatcher, Pool, ProxyAgent, Socks5ProxyAgent } from "undici";
import { BigGoError } from "./biggo-error.ts";
import { type LocalServer, withAccessKey } from "./local-server.ts";
import { fromNetworkError } from "./network-error.ts";
import { basicAuthorization, originOfProxy, type ProxyAuth, type ProxyCredentials } from "./proxy-auth.ts";
import { canSignIn, type ProxyChallenge, parseProxyAuthenticate } from "./proxy-challenge.ts";
import type { Route } from "./proxy-routes.ts";

/** The timeouts of a dispatcher, ms. */
export interface Limits {
  connectMs: number;
  headersTimeout: number;
  bodyTimeout: number;
}

/** What a dispatcher leads to. */
export interface Destination {
  url: string;
  proxy: Route;
  /** Set where the URL is that server's. */
  localServer?: LocalServer | null;
}

/** How long an unused connection is kept at most, ms, whatever a server promises: also after answers without a body. */
const keepAliveMaxTimeout = 5000;

/** Certificates that the system trusts as well as Node's own, so that a company's root certificate works. */
let trustedRoots: string[] | undefined;
function certificateAuthorities(): string[] {
  trustedRoots ??= [...new Set([...getCACertificates("default"), ...getCACertificates("system")])];
  return trustedRoots;
}

/** Whether a connection to the URL, or to the proxy on the way to it, is encrypted. */
const usesTls = (url: string, proxy: Route) => url.startsWith("https:") || proxy?.startsWith("https:") === true;

/** Notes what a proxy asks for, and returns the error of the request. */
type Refuse = (challenge: ProxyChallenge, cause?: unknown) => BigGoError;

/** A handler with some of its events replaced. */
const decorate = (handler: Dispatcher.DispatchHandler, events: Dispatcher.DispatchHandler) =>
  Object.assign(new DecoratorHandler(handler) as Dispatcher.DispatchHandler, events);

/** Fails a request with what the proxy asks for. Undici itself keeps neither the realm nor the methods of a 407. */
function withChallenge(handler: Dispatcher.DispatchHandler, refuse: Refuse): Dispatcher.DispatchHandler {
  const refusal = (headers: Record<string, string | string[] | undefined>) =>
    refuse(parseProxyAuthenticate(headers["proxy-authenticate"]));
  return decorate(handler, {
    onRequestUpgrade(controller, status, headers, socket) {
      if (status !== 407) return handler.onRequestUpgrade?.(controller, status, headers, socket);
      socket.on("error", () => {}).destroy();
      return handler.onResponseError?.(controller, refusal(headers));
    },
    onResponseStart(controller, status, headers, message) {
      if (status !== 407) return handler.onResponseStart?.(controller, status, headers, message);
      return controller.abort(refusal(headers));
    },
  });
}

/** Sends plain requests to an HTTP proxy, which passes them on (RFC 9112 3.2.2). */
function forwardThrough(proxy: string, authorization: string | null, refuse: Refuse) {
  const { origin, hostname } = new URL(proxy);
  const own = authorization === null ? {} : { "proxy-authorization": authorization };
  return (dispatch: Dispatcher.Dispatch): Dispatcher.Dispatch =>
    (options, handler) => {
      const target = new URL(String(options.origin));
      const headers = { ...(options.headers as Record<string, string>), host: target.host, ...own };
      // Undici would take the name in the certificate of an encrypted proxy from the Host header.
      const request = { ...options, origin, path: target.origin + options.path, headers, servername: hostname };
      return dispatch(request, withChallenge(handler, refuse));
    };
}

/** Turns a SOCKS5 proxy's refusal into the error of a sign-in. */
function withSocksRefusal(sent: ProxyCredentials | null, refuse: Refuse) {
  const challengeOf = ({ systemCode }: BigGoError): ProxyChallenge => {
    // The proxy was offered a password, and has no use for one.
    const isRejected = sent !== null && systemCode === "UND_ERR_SOCKS5_AUTH_REJECTED";
    const methods = isRejected || systemCode === "UND_ERR_SOCKS5_AUTH_METHOD" ? ["GSSAPI"] : [];
    return { methods, realm: null };
  };
  return (dispatch: Dispatcher.Dispatch): Dispatcher.Dispatch =>
    (options, handler) => {
      const onResponseError = (controller: Dispatcher.DispatchController, cause: Error) => {
        const refused = fromNetworkError(cause, undefined);
        handler.onResponseError?.(controller, refused.isProxySignIn ? refuse(challengeOf(refused), cause) : cause);
      };
      return dispatch(options, decorate(handler, { onResponseError }));
    };
}

/** Notes a proxy's question, and makes it the error of the request. */
function refusalOf(proxy: string, sent: ProxyCredentials | null, auth: ProxyAuth): Refuse {
  return (challenge, cause) => {
    auth.asked(originOfProxy(proxy), challenge, sent);
    const unsupportedMethods = canSignIn(challenge) ? undefined : challenge.methods;
    const offered = unsupportedMethods === undefined ? "" : `; it offers ${unsupportedMethods.join(", ")}`;
    return new BigGoError("proxy", `The proxy requires a sign-in (407)${offered}`, {
      httpStatus: 407,
      unsupportedMethods,
      cause,
    });
  };
}

/** Connections to a server that only this app may use; never through a proxy, which would learn the key. */
function openLocal(server: LocalServer, { connectMs, ...timeouts }: Limits): Dispatcher {
  const { socketPath } = server;
  const connect = { timeout: connectMs, allowH2: false, ...(socketPath === null ? {} : { socketPath }) };
  return new Agent({ ...timeouts, keepAliveMaxTimeout, connect, allowH2: false }).compose(withAccessKey(server));
}

/**
 * Opens connections to a URL, through a proxy or directly: the only place that does. Credentials go to the proxy alone, in
 * `Proxy-Authorization` of its own requests or by RFC 1929. A 407 rejects with BigGoError `proxy`.
 */
export function openDispatcher({ url, proxy, localServer }: Destination, limits: Limits, auth: ProxyAuth): Dispatcher {
  if (localServer) return openLocal(localServer, limits);
  const { connectMs, ...timeouts } = limits;
  const options = { ...timeouts, keepAliveMaxTimeout };
  // Without it, NODE_TLS_REJECT_UNAUTHORIZED decides (docs/decisions/0054-tls-and-the-environment.md).
  const tls = usesTls(url, proxy) ? { ca: certificateAuthorities(), rejectUnauthorized: true } : {};
  // One connection per upload: HTTP/2 would multiplex them, and is slower for a large body.
  const connect = { timeout: connectMs, allowH2: false, ...tls };
  if (proxy === null) return new Agent({ ...options, connect, allowH2: false });
  const sent = auth.credentialsFor(originOfProxy(proxy));
  const refuse = refusalOf(proxy, sent, auth);
  if (proxy.startsWith("socks")) {
    const agent = new Socks5ProxyAgent(proxy, { ...options, ...sent, requestTls: connect });
    return agent.compose(withSocksRefusal(sent, refuse));
  }
  const authorization = sent === null ? null : basicAuthorization(sent);
  if (url.startsWith("http:")) {
    const pool = new Pool(new URL(proxy).origin, { ...options, connect, allowH2: false });
    return pool.compose(forwardThrough(proxy, authorization, refuse));
  }
  return new ProxyAgent({
    uri: proxy,
    ...(authorization === null ? {} : { token: authorization }),
    ...options,
    requestTls: connect,
    proxyTls: connect,
    clientFactory: (origin, settings) =>
      new Pool(origin, settings).compose(
        (dispatch) => (request, handler) => dispatch(request, withChallenge(handler, refuse)),
      ),
  });
}
