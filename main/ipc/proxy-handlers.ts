import type { ProxyAnswer } from "../../shared/model/proxy.ts";
import type { ProxySignIns } from "../account/proxy-sign-ins.ts";
import type { Handlers } from "./answer-call.ts";

export interface ProxyHandlerDeps {
  signIns: ProxySignIns;
  /** Whether the proxy accepts the answer. */
  signIn: (answer: ProxyAnswer) => Promise<boolean>;
}

type ProxyCalls = Extract<keyof Handlers, `proxy.${string}`>;

/** Calls on signing in to proxies. */
export function proxyHandlers({ signIns, signIn }: ProxyHandlerDeps): Pick<Handlers, ProxyCalls> {
  return {
    "proxy.question": () => signIns.question(),
    "proxy.signIn": async (answer) => ({ accepted: await signIn(answer) }),
    "proxy.signIns": () => signIns.list(),
    "proxy.forget": ({ proxy }) => signIns.forget(proxy),
  };
}
