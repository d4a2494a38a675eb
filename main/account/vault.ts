import { rmSync } from "node:fs";
import { dirname } from "node:path";
import { z } from "zod";
import { regionSchema, type SecretStorage } from "../../shared/model/account.ts";
import { makePrivateFolder, replacePrivateFile } from "../foundation/private-folder.ts";
import { readOwnFileSync } from "../foundation/regular-file.ts";
import { createSecretCipher, type Keyring } from "./secret-cipher.ts";

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

/**
 * Credentials on disk. The secret is encrypted by the OS keyring, or stored in plain text in a 0600 file if the user
 * chooses to.
 */
export interface Vault {
  /** How secrets can be stored on this system. */
  storage(): SecretStorage;
  /** Null when nothing is stored or it can no longer be read, for example with another keyring. */
  load(): StoredAccount | null;
  /** Returns how the secret is stored now; `session` when it is not stored. */
  save(account: Omit<StoredAccount, "kept">, allowFile: boolean): "keyring" | "file" | "session";
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

/** Opens the vault in a file. `platform` is Node's name for the system. */
export function createVault(options: { path: string; keyring: Keyring; platform: NodeJS.Platform }): Vault {
  const { path } = options;
  const cipher = createSecretCipher(options.keyring, options.platform);

  const write = (stored: z.infer<typeof storedSchema>) => {
    makePrivateFolder(dirname(path));
    replacePrivateFile(path, JSON.stringify(stored), { flush: true });
  };

  return {
    storage: () => (cipher.isAvailable() ? "keyring" : "session-only"),
    load() {
      try {
        const { secret, version: _, ...rest } = storedSchema.parse(JSON.parse(readOwnFileSync(path, maxBytes)));
        if (secret.kept === "file") return { ...rest, clientSecret: secret.plain, kept: "file" };
        const clientSecret = cipher.decrypt(Buffer.from(secret.encrypted, "base64"));
        return clientSecret === null ? null : { ...rest, clientSecret, kept: "keyring" };
      } catch {
        return null;
      }
    },
    save({ clientSecret, ...rest }, allowFile) {
      const encrypted = cipher.encrypt(clientSecret);
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
    clear: () => rmSync(path, { force: true }),
  };
}
