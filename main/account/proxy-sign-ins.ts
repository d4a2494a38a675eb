import { rmSync } from "node:fs";
import { dirname } from "node:path";
import { z } from "zod";
import type { ProxyQuestion, ProxySignIn } from "../../shared/model/proxy.ts";
import { originOfProxy, type ProxyAuth, type ProxyCredentials } from "../biggo/proxy-auth.ts";
import { canSignIn } from "../biggo/proxy-challenge.ts";
import type { Route } from "../biggo/proxy-routes.ts";
import type { After } from "../foundation/clock.ts";
import { makePrivateFolder, replacePrivateFile } from "../foundation/private-folder.ts";
import { readOwnFileSync } from "../foundation/regular-file.ts";
import { keyringGraceMs } from "./sealed-credentials.ts";
import type { SecretCipher } from "./secret-cipher.ts";

/** The sign-ins to proxies: in memory, and in a file encrypted by the keyring where the user wants it. */
export interface ProxySignIns extends ProxyAuth {
  /** Waits, for a moment at most, while the keyring hands over a sign-in to one of these proxies. */
  ready(routes: readonly Route[]): Promise<void>;
  /** The last question that is open; null when there is none. */
  question(): ProxyQuestion | null;
  /** Uses credentials from now on. Returns how they are kept. */
  set(proxy: string, credentials: ProxyCredentials, keep: boolean): Promise<ProxySignIn["kept"]>;
  list(): ProxySignIn[];
  forget(proxy: string): void;
}

const storedSchema = z.object({
  version: z.literal(1),
  proxies: z.array(z.object({ proxy: z.string(), encrypted: z.base64() })),
});
type Stored = z.infer<typeof storedSchema>["proxies"];
const credentialsSchema = z.object({ username: z.string(), password: z.string() });

/** No stored file is larger, bytes. */
const maxBytes = 64 * 1024;

/** The file of what is kept, encrypted. */
function createFile(path: string, cipher: SecretCipher) {
  const read = (): Stored => {
    try {
      return storedSchema.parse(JSON.parse(readOwnFileSync(path, maxBytes))).proxies;
    } catch {
      return [];
    }
  };
  const write = (proxies: Stored) => {
    if (proxies.length === 0) return rmSync(path, { force: true });
    makePrivateFolder(dirname(path));
    replacePrivateFile(path, JSON.stringify({ version: 1, proxies }), { flush: true });
  };
  const remove = (proxy: string) => {
    const before = read();
    const after = before.filter((entry) => entry.proxy !== proxy);
    if (after.length < before.length) write(after);
  };
  return {
    remove,
    proxies: () => read().map(({ proxy }) => proxy),
    /** Null where the keyring has none, or stays locked. Never rejects. */
    async load(proxy: string): Promise<ProxyCredentials | null> {
      const entry = read().find((stored) => stored.proxy === proxy);
      if (entry === undefined) return null;
      try {
        const text = await cipher.decrypt(Buffer.from(entry.encrypted, "base64"));
        return text === null ? null : credentialsSchema.parse(JSON.parse(text));
      } catch {
        return null;
      }
    },
    /** Whether it is stored. `isCurrent`: it is still wanted once the keyring has answered. */
    async save(proxy: string, credentials: ProxyCredentials, isCurrent: () => boolean): Promise<boolean> {
      try {
        const encrypted = await cipher.encrypt(JSON.stringify(credentials));
        if (encrypted === null || !isCurrent()) return false;
        const others = read().filter((entry) => entry.proxy !== proxy);
        write([...others, { proxy, encrypted: encrypted.toString("base64") }]);
        return true;
      } catch {
        return false;
      }
    },
  };
}

export interface ProxySignInsDeps {
  path: string;
  cipher: SecretCipher;
  after: After;
  /** The keyring handed a sign-in over after its proxy had asked for one. */
  onLate: () => void;
}

/** Opens the sign-ins with those of an earlier run, which are read when their proxy is used first. */
export function createProxySignIns({ path, cipher, after, onLate }: ProxySignInsDeps): ProxySignIns {
  const file = createFile(path, cipher);
  /** Null: none, or what there was is refused. */
  const current = new Map<string, ProxyCredentials | null>();
  const loading = new Map<string, Promise<void>>();
  let question: ProxyQuestion | null = null;

  const load = async (proxy: string): Promise<void> => {
    const loaded = await file.load(proxy);
    // A sign-in of this run counts.
    if (current.has(proxy)) return;
    current.set(proxy, loaded);
    if (loaded === null || question?.proxy !== proxy) return;
    question = null;
    onLate();
  };
  const loaded = (proxy: string): Promise<void> => {
    const known = loading.get(proxy) ?? load(proxy);
    loading.set(proxy, known);
    return known;
  };

  return {
    async ready(routes) {
      const stored = new Set(file.proxies());
      const wanted = routes.flatMap((route) => (route === null ? [] : [originOfProxy(route)]));
      const unread = wanted.filter((proxy) => stored.has(proxy) && !current.has(proxy));
      if (unread.length === 0) return;
      let stop = () => {};
      const timeout = new Promise<void>((resolve) => {
        stop = after(keyringGraceMs, resolve);
      });
      await Promise.race([Promise.all(unread.map(loaded)), timeout]);
      stop();
    },
    credentialsFor: (proxy) => current.get(proxy) ?? null,
    question: () => question,
    asked(proxy, challenge, sent) {
      // Requests that were on their way with an older password say nothing about the current one.
      const isCurrent = (current.get(proxy) ?? null) === sent;
      if (!isCurrent) return;
      // Not sent again: repeating a wrong password locks accounts. A stored one is tried once per run.
      if (sent !== null) current.set(proxy, null);
      const wasRefused = question?.proxy === proxy && question.refused;
      if (canSignIn(challenge)) question = { proxy, realm: challenge.realm, refused: sent !== null || wasRefused };
    },
    async set(proxy, credentials, keep) {
      current.set(proxy, credentials);
      if (question?.proxy === proxy) question = null;
      const isCurrent = () => current.get(proxy) === credentials;
      if (keep && (await file.save(proxy, credentials, isCurrent))) return "keyring";
      if (isCurrent()) file.remove(proxy);
      return "session";
    },
    list() {
      const kept = new Set(file.proxies());
      const session = [...current].flatMap(([proxy, known]) => (known === null || kept.has(proxy) ? [] : [proxy]));
      return [
        ...[...kept].map((proxy) => ({ proxy, kept: "keyring" as const })),
        ...session.map((proxy) => ({ proxy, kept: "session" as const })),
      ];
    },
    forget(proxy) {
      file.remove(proxy);
      current.set(proxy, null);
    },
  };
}
