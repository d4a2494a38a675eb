/** The subset of Electron's `safeStorage` in use, so that tests can replace the keyring. */
export interface Keyring {
  isEncryptionAvailable(): boolean;
  /** Linux only: which keyring, or `basic_text` for none. */
  getSelectedStorageBackend?(): string;
  encryptString(text: string): Buffer;
  decryptString(encrypted: Buffer): string;
}

/** Encrypts secrets with the system's keyring. */
export interface SecretCipher {
  /** Whether there is a keyring. */
  isAvailable(): boolean;
  /** Null without a keyring. */
  encrypt(secret: string): Buffer | null;
  /** Null without a keyring. Throws for a text of another one. */
  decrypt(encrypted: Buffer): string | null;
}

/** Chromium's prefix of a ciphertext encrypted with its hardcoded key. */
const hardcodedKeyPrefix = "v10";

/** Creates the cipher. `platform` is Node's name for the system. */
export function createSecretCipher(keyring: Keyring, platform: NodeJS.Platform): SecretCipher {
  const isAvailable = (): boolean => {
    if (!keyring.isEncryptionAvailable()) return false;
    return platform !== "linux" || keyring.getSelectedStorageBackend?.() !== "basic_text";
  };
  return {
    isAvailable,
    encrypt(secret) {
      if (!isAvailable()) return null;
      const encrypted = keyring.encryptString(secret);
      const hardcoded = platform === "linux" && encrypted.subarray(0, 3).toString("latin1") === hardcodedKeyPrefix;
      return hardcoded ? null : encrypted;
    },
    decrypt: (encrypted) => (isAvailable() ? keyring.decryptString(encrypted) : null),
  };
}
