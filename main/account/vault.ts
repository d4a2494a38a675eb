import { rmSync } from "node:fs";
import { dirname } from "node:path";
import { z } from "zod";
import { regionSchema, type SecretStorage } from "../../shared/model/account.ts";
import { makePrivateFolder, replacePrivateFile } from "../foundation/private-folder.ts";
import { readOwnFileSync } from "../foundation/regular-file.ts";
import type { SecretCipher } from "./secret-cipher.ts";

/** The account stored for the next start. */
export interface StoredAccount {
  clientId: string;
  clientSecret: string;
  baseUrl: string;
  userid: string;
  atUserid: string;
  region: z.infer<typeof regionSchema> | null;
  /** How the secret is stored in the file: encrypted by the keyring, or in plain text. */
  kept: "keyring" | "file";
}

/** A stored account, whose secret the keyring may hand over late. */
export interface SealedAccount extends Omit<StoredAccount, "clientSecret"> {
  /** Null where the keyring has it no more. Rejects with KeyringLockedError. */
  unseal(): Promise<string | null>;
}

/**
 * Credentials on disk. The secret is encrypted by the OS keyring, or stored in plain text in a 0600 file if the user
 * chooses to.
 */
export interface Vault {
  /** How secrets can be stored on this system. */
  storage(): Promise<SecretStorage>;
  /** Null when nothing is stored or the file is malformed. */
  load(): SealedAccount | null;
  /** Resolves with how the secret is stored now; `session` when it is not stored, or was cleared meanwhile. */
  save(account: Omit<StoredAccount, "kept">, allowFile: boolean): Promise<"keyring" | "file" | "session">;
  clear(): void;
}

const storedSchema = z.object({
  version: z.literal(1),
  clientId: z.string(),
  baseUrl: z.string(),
  userid: z.string(),
  atUserid: z.string(),
  region: regionSchema.nullable(),
  secret: z.discriminatedUnion("kept", [
    z.object({ kept: z.literal("keyring"), encrypted: z.base64() }),
    z.object({ kept: z.literal("file"), plain: z.string() }),
  ]),
});

/** No stored account is larger, bytes. */
const maxBytes = 64 * 1024;

/** Opens the vault in a file. */
export function createVault({ path, cipher }: { path: string; cipher: SecretCipher }): Vault {
  /** Counts what replaces the file: the keyring may answer after the user has disconnected. */
  let version = 0;

  const write = (stored: z.infer<typeof storedSchema>) => {
    makePrivateFolder(dirname(path));
    replacePrivateFile(path, JSON.stringify(stored), { flush: true });
  };

  return {
    storage: async () => ((await cipher.isAvailable()) ? "keyring" : "session-only"),
    load() {
      try {
        const { secret, version: _, ...rest } = storedSchema.parse(JSON.parse(readOwnFileSync(path, maxBytes)));
        if (secret.kept === "file") return { ...rest, unseal: async () => secret.plain, kept: "file" };
        return { ...rest, unseal: () => cipher.decrypt(Buffer.from(secret.encrypted, "base64")), kept: "keyring" };
      } catch {
        return null;
      }
    },
    async save({ clientSecret, ...rest }, allowFile) {
      version += 1;
      const own = version;
      const encrypted = await cipher.encrypt(clientSecret);
      if (own !== version) return "session";
      if (encrypted !== null) {
        write({ version: 1, ...rest, secret: { kept: "keyring", encrypted: encrypted.toString("base64") } });
        return "keyring";
      }
      if (allowFile) {
        write({ version: 1, ...rest, secret: { kept: "file", plain: clientSecret } });
        return "file";
      }
      rmSync(path, { force: true });
      return "session";
    },
    clear() {
      version += 1;
      rmSync(path, { force: true });
    },
  };
}
