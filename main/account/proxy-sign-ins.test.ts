import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type After, systemClock } from "../foundation/clock.ts";
import { createProxySignIns, type ProxySignIns, type ProxySignInsDeps } from "./proxy-sign-ins.ts";
import { createSecretCipher } from "./secret-cipher.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "proxies-"));
});
afterEach(() => rm(folder, { recursive: true }));

const path = () => join(folder, "proxies.json");
const keyring = (available: boolean) => ({
  isEncryptionAvailable: () => available,
  getSelectedStorageBackend: () => "gnome_libsecret",
  encryptString: (text: string) => Buffer.from(`v11${text.split("").reverse().join("")}`),
  decryptString: (bytes: Buffer) => bytes.toString().slice(3).split("").reverse().join(""),
});
const open = (available = true, changes: Partial<ProxySignInsDeps> = {}) =>
  createProxySignIns({
    path: path(),
    cipher: createSecretCipher(keyring(available), "linux"),
    after: systemClock.after,
    onLate() {},
    ...changes,
  });
/** Those of another start, once the keyring has answered. */
async function reopen(available = true): Promise<ProxySignIns> {
  const signIns = open(available);
  await signIns.ready([proxy]);
  return signIns;
}

const proxy = "http://proxy.example:3128";
const ada = { username: "ada", password: "very secret" };
const basic = { methods: ["Basic"], realm: "Office" };

describe("createProxySignIns", () => {
  it("keeps credentials encrypted for the next start, for their own proxy only", async () => {
    expect(await open().set(proxy, ada, true)).toBe("keyring");
    const content = await readFile(path(), "utf8");
    expect(content).not.toMatch(/very secret|ada/);
    expect((await stat(path())).mode & 0o777).toBe(0o600);
    const next = await reopen();
    expect(next.list()).toEqual([{ proxy, kept: "keyring" }]);
    expect(next.credentialsFor(proxy)).toEqual(ada);
    for (const other of ["https://proxy.example:3128", "http://proxy.example:8080", "http://other.example:3128"]) {
      expect(next.credentialsFor(other)).toBeNull();
    }
  });

  it.each([
    ["the user does not want it", true, false],
    ["there is no keyring", false, true],
  ])("keeps them for the session when %s", async (_why, available, keep) => {
    const signIns = open(available);
    expect(await signIns.set(proxy, ada, keep)).toBe("session");
    expect(signIns.credentialsFor(proxy)).toEqual(ada);
    expect(signIns.list()).toEqual([{ proxy, kept: "session" }]);
    await expect(stat(path())).rejects.toThrow("ENOENT");
    expect((await reopen(available)).credentialsFor(proxy)).toBeNull();
  });

  it("removes kept ones when the next sign-in is for the session only", async () => {
    await open().set(proxy, ada, true);
    await open().set(proxy, { ...ada, password: "new" }, false);
    expect((await reopen()).credentialsFor(proxy)).toBeNull();
  });

  it("does not use refused ones again in this run, and keeps those that were changed meanwhile", async () => {
    await open().set(proxy, ada, true);
    const signIns = await reopen();
    const sent = signIns.credentialsFor(proxy);
    signIns.asked(proxy, basic, sent);
    expect(signIns.credentialsFor(proxy)).toBeNull();
    expect(signIns.question()).toEqual({ proxy, realm: "Office", refused: true });
    // Asked again without credentials, it is still known that the last ones were refused.
    signIns.asked(proxy, basic, null);
    expect(signIns.question()?.refused).toBe(true);
    await signIns.set(proxy, { ...ada, password: "new" }, false);
    signIns.asked(proxy, basic, sent);
    signIns.asked(proxy, basic, null);
    expect(signIns.question()).toBeNull();
    expect(signIns.credentialsFor(proxy)?.password).toBe("new");
  });

  it("asks nothing where the app cannot sign in", () => {
    const signIns = open();
    signIns.asked(proxy, { methods: ["NTLM"], realm: null }, null);
    expect(signIns.question()).toBeNull();
  });

  it("forgets", async () => {
    const signIns = open();
    await signIns.set(proxy, ada, true);
    signIns.forget(proxy);
    expect(signIns.credentialsFor(proxy)).toBeNull();
    expect(signIns.list()).toEqual([]);
    expect((await reopen()).credentialsFor(proxy)).toBeNull();
  });

  it("asks nothing once a locked keyring hands a sign-in over late, and says so", async () => {
    await open().set(proxy, ada, true);
    let late = 0;
    let unlock = () => {};
    const unlocked = new Promise<void>((resolve) => {
      unlock = resolve;
    });
    const ring = createSecretCipher(keyring(true), "linux");
    const cipher = { ...ring, decrypt: (text: Buffer) => unlocked.then(() => ring.decrypt(text)) };
    const after: After = (_ms, run) => {
      queueMicrotask(run);
      return () => {};
    };
    const signIns = open(true, { cipher, after, onLate: () => (late += 1) });
    await signIns.ready([null, proxy]);
    expect(signIns.credentialsFor(proxy)).toBeNull();
    signIns.asked(proxy, basic, null);
    expect(signIns.question()).not.toBeNull();
    unlock();
    await expect.poll(() => signIns.question()).toBeNull();
    expect([late, signIns.credentialsFor(proxy)]).toEqual([1, ada]);
  });

  it("starts empty with a malformed file", async () => {
    await writeFile(path(), "{ not json");
    expect(open().list()).toEqual([]);
  });
});
