import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createSecretCipher, type Keyring, KeyringLockedError } from "./secret-cipher.ts";
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
  createVault({ path: path(), cipher: createSecretCipher(ring, platform) });
/** The stored account with its secret. */
async function load(ring: Keyring) {
  const sealed = open(ring).load();
  if (sealed === null) return null;
  const { unseal, ...rest } = sealed;
  return { ...rest, clientSecret: await unseal() };
}

describe("createVault with a keyring", () => {
  it("stores the secret encrypted and returns it", async () => {
    expect(await open(keyring()).save(account, false)).toBe("keyring");
    expect(await readFile(path(), "utf8")).not.toContain("very secret");
    expect((await stat(path())).mode & 0o777).toBe(0o600);
    expect(await load(keyring())).toEqual({ ...account, kept: "keyring" });
  });

  it("clears the stored account", async () => {
    const vault = open(keyring());
    await vault.save(account, false);
    vault.clear();
    expect(vault.load()).toBeNull();
  });

  it("stores nothing that was cleared while the keyring was asked", async () => {
    const vault = open(keyring());
    const saving = vault.save(account, false);
    vault.clear();
    expect(await saving).toBe("session");
    expect(vault.load()).toBeNull();
  });

  it("opens the account while the keyring is locked, and says so when its secret is asked for", async () => {
    await open(keyring()).save(account, false);
    const locked = open(keyring({ isEncryptionAvailable: () => false })).load();
    expect(locked).toMatchObject({ userid: "u", kept: "keyring" });
    await expect(locked?.unseal()).rejects.toThrow(KeyringLockedError);
  });

  it("has no secret where the keyring is gone", async () => {
    await open(keyring()).save(account, false);
    const gone = keyring({ isEncryptionAvailable: () => false, getSelectedStorageBackend: () => "basic_text" });
    expect(await open(gone).load()?.unseal()).toBeNull();
  });

  it("returns null for a malformed file, and no secret of another keyring", async () => {
    await writeFile(path(), "{ not json");
    expect(open(keyring()).load()).toBeNull();
    await open(keyring()).save(account, false);
    const foreign = keyring({
      decryptString: () => {
        throw new Error("another key");
      },
    });
    await expect(open(foreign).load()?.unseal()).rejects.toThrow("another key");
  });
});

describe("createVault without a keyring", () => {
  it.each<[string, Keyring]>([
    ["basic_text", keyring({ getSelectedStorageBackend: () => "basic_text" })],
    ["none", keyring({ isEncryptionAvailable: () => false })],
    ["a key that is the same for everyone", keyring({ prefix: "v10" })],
  ])("(%s) keeps the secret for the session only, unless the user allows a file", async (_name, ring) => {
    expect(await open(ring).save(account, false)).toBe("session");
    expect(open(ring).load()).toBeNull();
    expect(await open(ring).save(account, true)).toBe("file");
    expect((await stat(path())).mode & 0o777).toBe(0o600);
    expect(await load(ring)).toEqual({ ...account, kept: "file" });
  });
});
