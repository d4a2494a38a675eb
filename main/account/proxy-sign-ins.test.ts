import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createProxySignIns } from "./proxy-sign-ins.ts";
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
const open = (available = true) =>
  createProxySignIns({ path: path(), cipher: createSecretCipher(keyring(available), "linux") });

const proxy = "http://proxy.example:3128";
const ada = { username: "ada", password: "very secret" };
const basic = { methods: ["Basic"], realm: "Office" };

describe("createProxySignIns", () => {
  it("keeps credentials encrypted for the next start, for their own proxy only", async () => {
    expect(open().set(proxy, ada, true)).toBe("keyring");
    const content = await readFile(path(), "utf8");
    expect(content).not.toMatch(/very secret|ada/);
    expect((await stat(path())).mode & 0o777).toBe(0o600);
    const next = open();
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
    expect(signIns.set(proxy, ada, keep)).toBe("session");
    expect(signIns.credentialsFor(proxy)).toEqual(ada);
    expect(signIns.list()).toEqual([{ proxy, kept: "session" }]);
    await expect(stat(path())).rejects.toThrow("ENOENT");
    expect(open(available).credentialsFor(proxy)).toBeNull();
  });

  it("removes kept ones when the next sign-in is for the session only", () => {
    open().set(proxy, ada, true);
    open().set(proxy, { ...ada, password: "new" }, false);
    expect(open().credentialsFor(proxy)).toBeNull();
  });

  it("does not use refused ones again in this run, and keeps those that were changed meanwhile", () => {
    open().set(proxy, ada, true);
    const signIns = open();
    const sent = signIns.credentialsFor(proxy);
    signIns.asked(proxy, basic, sent);
    expect(signIns.credentialsFor(proxy)).toBeNull();
    expect(signIns.question()).toEqual({ proxy, realm: "Office", refused: true });
    // Asked again without credentials, it is still known that the last ones were refused.
    signIns.asked(proxy, basic, null);
    expect(signIns.question()?.refused).toBe(true);
    signIns.set(proxy, { ...ada, password: "new" }, false);
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

  it("forgets", () => {
    const signIns = open();
    signIns.set(proxy, ada, true);
    signIns.forget(proxy);
    expect(signIns.credentialsFor(proxy)).toBeNull();
    expect(signIns.list()).toEqual([]);
    expect(open().credentialsFor(proxy)).toBeNull();
  });

  it("starts empty with a malformed file", async () => {
    await writeFile(path(), "{ not json");
    expect(open().list()).toEqual([]);
  });
});
