/** What a proxy asks for when it answers 407 (RFC 9110 11.7.1). */
export interface ProxyChallenge {
  /** The methods that it offers, as it writes them (`Basic`, `NTLM`); empty when it names none. */
  methods: readonly string[];
  /** What the sign-in is for, in the proxy's words; null when it does not say. */
  realm: string | null;
}

/** Maximum length of a realm that is shown, in UTF-16 code units. */
const maxRealmLength = 200;
/** A proxy does not offer more methods. */
const maxMethods = 10;

const token = "[!#$%&'*+.^_`|~\\w-]+";
const value = `"(?:[^"\\\\]|\\\\.)*"|${token}`;
/** A parameter, or the name of a method; a `token68` (NTLM's message) belongs to its method. */
const parts = new RegExp(`(${token})\\s*=\\s*(${value})|(${token})(?:[ \\t]+[\\w.~+/-]+=*(?=\\s*(?:,|$)))?`, "g");

const unquote = (text: string) => (text.startsWith('"') ? text.slice(1, -1).replace(/\\(.)/g, "$1") : text);

/** What a realm may show: one line, bounded. */
function shownRealm(text: string): string | null {
  const realm = unquote(text)
    .replace(/\p{C}+/gu, " ")
    .trim()
    .slice(0, maxRealmLength);
  return realm === "" ? null : realm;
}

/** Reads `Proxy-Authenticate`, once or several times in a response. The realm is that of Basic where there is one. */
export function parseProxyAuthenticate(header: string | string[] | undefined): ProxyChallenge {
  const methods: string[] = [];
  const realms = new Map<string, string | null>();
  for (const line of [header ?? []].flat()) {
    for (const [, name, text, method] of line.matchAll(parts)) {
      if (method !== undefined && methods.length < maxMethods) methods.push(method);
      const last = methods.at(-1)?.toLowerCase();
      if (last !== undefined && text !== undefined && name?.toLowerCase() === "realm")
        realms.set(last, shownRealm(text));
    }
  }
  return { methods, realm: realms.get("basic") ?? [...realms.values()].find((realm) => realm !== null) ?? null };
}

/** Whether the app can sign in: with Basic, or where the proxy does not say how. */
export function canSignIn({ methods }: ProxyChallenge): boolean {
  return methods.length === 0 || methods.some((method) => method.toLowerCase() === "basic");
}
