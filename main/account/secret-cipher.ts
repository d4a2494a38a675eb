/** The subset of Electron's `safeStorage` in use, so that tests can replace the keyring. */
export interface Keyring {
  isEncryptionAvailable(): boolean;
  /** Linux only: which keyring, or `basic_text` for none. */
  getSelectedStorageBackend?(): string;
  encryptString(text: string): Buffer;
  decryptString(encrypted: Buffer): string;
}

/** There is a keyring, and it stayed locked: the user dismissed its question, or it failed. */
export class KeyringLockedError extends Error {
  constructor() {
    super("The system keyring stayed locked");
    this.name = "KeyringLockedError";
  }
}

/** Encrypts secrets with the system's keyring. Any answer may take as long as the user takes to unlock it. */
export interface SecretCipher {
  /** Whether there is a keyring. */
  isAvailable(): Promise<boolean>;
  /** Null without a keyring. */
  encrypt(secret: string): Promise<Buffer | null>;
  /** Null without a keyring. Rejects with KeyringLockedError, or another error for a text of another keyring. */
  decrypt(encrypted: Buffer): Promise<string | null>;
}

/** Chromium's prefix of a ciphertext encrypted with its hardcoded key. */
const hardcodedKeyPrefix = "v10";

/** Chromium's names of what is no keyring. */
const noKeyring: ReadonlySet<string | undefined> = new Set([undefined, "basic_text", "unknown"]);

/**
 * Creates the cipher over `safeStorage` of this process, which blocks while the keyring asks the user. `platform` is Node's
 * name for the system.
 */
export function createSecretCipher(keyring: Keyring, platform: NodeJS.Platform): SecretCipher {
  const isAvailable = (): boolean => {
    if (!keyring.isEncryptionAvailable()) return false;
    return platform !== "linux" || keyring.getSelectedStorageBackend?.() !== "basic_text";
  };
  const isLocked = () => platform === "linux" && !noKeyring.has(keyring.getSelectedStorageBackend?.());
  return {
    isAvailable: async () => isAvailable(),
    async encrypt(secret) {
      if (!isAvailable()) return null;
      const encrypted = keyring.encryptString(secret);
      const hardcoded = platform === "linux" && encrypted.subarray(0, 3).toString("latin1") === hardcodedKeyPrefix;
      return hardcoded ? null : encrypted;
    },
    async decrypt(encrypted) {
      if (isAvailable()) return keyring.decryptString(encrypted);
      if (isLocked()) throw new KeyringLockedError();
      return null;
    },
  };
}
