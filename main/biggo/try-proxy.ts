import { request } from "undici";
import { fromNetworkError } from "./network-error.ts";
import { openDispatcher } from "./open-dispatcher.ts";
import type { ProxyCredentials } from "./proxy-auth.ts";
import { defaultTimers } from "./transport.ts";

interface ProxyTrial {
  /** Scheme, host and port. */
  proxy: string;
  /** Where the proxy is to lead. It is asked for nothing but its front page, without a token. */
  url: string;
  credentials: ProxyCredentials;
}

/** A proxy that lets the user in may still not reach the host. */
const otherAnswer = /^Proxy response \(\d+\)/;

/**
 * Whether a proxy accepts credentials, by one request through it. Rejects with BigGoError when the proxy cannot be reached,
 * or offers only methods that the app does not support.
 */
export async function tryProxy({ proxy, url, credentials }: ProxyTrial): Promise<boolean> {
  const { connectMs, answerMs } = defaultTimers;
  const limits = { connectMs, headersTimeout: answerMs, bodyTimeout: answerMs };
  const dispatcher = openDispatcher({ url, proxy }, limits, { credentialsFor: () => credentials, asked: () => {} });
  try {
    await request(url, { dispatcher, signal: AbortSignal.timeout(answerMs) });
    return true;
  } catch (cause) {
    const error = fromNetworkError(cause, undefined);
    if (error.isProxySignIn && error.unsupportedMethods === undefined) return false;
    if (otherAnswer.test(error.message)) return true;
    throw error;
  } finally {
    await dispatcher.destroy();
  }
}
