import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Keyring } from "./secret-cipher.ts";
import { createVault } from "./vault.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "vault-"));
});
afterEach(() => rm(folder, { recursive: true }));

const account = {
  clientId: "id",
  clientSecret: "very secret",
  baseUrl: "https://api.biggo.com",
  userid: "u",
  atUserid: "@u",
  region: "tw",
} as const;

function keyring(changes: Partial<Keyring> & { prefix?: string } = {}): Keyring {
  const { prefix = "v11", ...others } = changes;
  return {
    isEncryptionAvailable: () => true,
    getSelectedStorageBackend: () => "gnome_libsecret",
    encryptString: (text) => Buffer.from(`${prefix}${text.split("").reverse().join("")}`),
    decryptString: (bytes) => bytes.toString().slice(3).split("").reverse().join(""),
    ...others,
  };
}
const path = () => join(folder, "account.json");
const open = (ring: Keyring, platform: NodeJS.Platform = "linux") =>
  createVault({ path: path(), keyring: ring, platform });

describe("createVault with a keyring", () => {
  it("stores the secret encrypted and returns it", async () => {
    expect(open(keyring()).save(account, false)).toBe("keyring");
    expect(await readFile(path(), "utf8")).not.toContain("very secret");
    expect((await stat(path())).mode & 0o777).toBe(0o600);
    expect(open(keyring()).load()).toEqual({ ...account, kept: "keyring" });
  });

  it("clears the stored account", () => {
    const vault = open(keyring());
    vault.save(account, false);
    vault.clear();
    expect(vault.load()).toBeNull();
  });

  it("returns null for a malformed file or one from another keyring", async () => {
    await writeFile(path(), "{ not json");
    expect(open(keyring()).load()).toBeNull();
    open(keyring()).save(account, false);
    const foreign = keyring({
      decryptString: () => {
        throw new Error("another key");
      },
    });
    expect(open(foreign).load()).toBeNull();
  });
});

describe("createVault without a keyring", () => {
  it.each<[string, Keyring]>([
    ["basic_text", keyring({ getSelectedStorageBackend: () => "basic_text" })],
    ["none", keyring({ isEncryptionAvailable: () => false })],
    ["a key that is the same for everyone", keyring({ prefix: "v10" })],
  ])("(%s) keeps the secret for the session only, unless the user allows a file", async (_name, ring) => {
    expect(open(ring).save(account, false)).toBe("session");
    expect(open(ring).load()).toBeNull();
    expect(open(ring).save(account, true)).toBe("file");
    expect((await stat(path())).mode & 0o777).toBe(0o600);
    expect(open(ring).load()).toEqual({ ...account, kept: "file" });
  });
});
