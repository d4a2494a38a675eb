import type { After } from "../foundation/clock.ts";
import { type KeyringRequest, type KeyringResponse, keyringResponseSchema } from "./keyring-messages.ts";
import { KeyringLockedError, type SecretCipher } from "./secret-cipher.ts";

/** A process that asks the keyring, and waits in place of this one. */
export interface KeyringProcess {
  /** Sends one question. */
  send(line: string): void;
  onLine(listener: (line: string) => void): void;
  onExit(listener: () => void): void;
  /** Lets it end once it has answered. */
  close(): void;
  kill(): void;
}

export interface RemoteCipherDeps {
  start: () => KeyringProcess;
  /** Asks in this process, where the other cannot be started. */
  local: SecretCipher;
  after: After;
  log: (line: string) => void;
}

/** A cipher whose questions to the keyring never hold this process up. */
export interface RemoteCipher extends SecretCipher {
  /** Ends the process, with its question to the user. What was asked is never answered. */
  close(): void;
}

/** How long the process stays for further questions, ms: longer where a key is about to be entered and stored. */
const idleMs = { available: 60_000, text: 10_000 } as const;

type Question = { ask: "available" } | { ask: "encrypt" | "decrypt"; text: string };

/** A question that was sent; null: the process could not be started. */
interface Pending {
  resolve: (response: KeyringResponse | null) => void;
  reject: (error: Error) => void;
}

function parseLine(line: string): KeyringResponse | null {
  try {
    return keyringResponseSchema.safeParse(JSON.parse(line)).data ?? null;
  } catch {
    return null;
  }
}

/** Whether an answer says that there is no keyring, or none that is open. */
function isRefusal(response: KeyringResponse): boolean {
  if (response.answer === "available") return !response.available;
  return response.answer === "failed" || (response.answer === "text" && response.text === null);
}

/** One process, and what it was asked. */
function openProcess({ start, after, log }: RemoteCipherDeps, onEnd: () => void) {
  const child = start();
  const pending = new Map<number, Pending>();
  let isReady = false;
  let isKilled = false;
  let lastId = 0;
  let stopIdling = () => {};

  const end = () => {
    onEnd();
    child.close();
  };
  child.onLine((line) => {
    const response = parseLine(line);
    if (response === null) return;
    if (response.answer === "ready") {
      isReady = true;
      return;
    }
    pending.get(response.id)?.resolve(response);
    pending.delete(response.id);
    // Chromium asks a keyring that refused once no more in the same process.
    if (isRefusal(response)) return end();
    const ms = response.answer === "available" ? idleMs.available : idleMs.text;
    if (pending.size === 0) stopIdling = after(ms, end);
  });
  child.onExit(() => {
    stopIdling();
    onEnd();
    if (pending.size > 0) log(`keyring: the process ended ${isReady ? "while it was asked" : "at its start"}`);
    for (const { resolve, reject } of pending.values())
      isReady || isKilled ? reject(new KeyringLockedError()) : resolve(null);
    pending.clear();
  });
  return {
    ask(question: Question): Promise<KeyringResponse | null> {
      stopIdling();
      lastId += 1;
      const request: KeyringRequest = { id: lastId, ...question };
      const answered = new Promise<KeyringResponse | null>((resolve, reject) => {
        pending.set(request.id, { resolve, reject });
      });
      child.send(JSON.stringify(request));
      return answered;
    },
    kill() {
      isKilled = true;
      child.kill();
    },
  };
}

/** Creates the cipher. The process is started for the first question, and again after it ended. */
export function createRemoteCipher(deps: RemoteCipherDeps): RemoteCipher {
  let current: ReturnType<typeof openProcess> | null = null;

  const ask = (question: Question): Promise<KeyringResponse | null> => {
    if (current === null) {
      const opened = openProcess(deps, () => {
        if (current === opened) current = null;
      });
      current = opened;
    }
    return current.ask(question);
  };

  /** The text of an answer; undefined: ask in this process. */
  const textFor = async (question: Question): Promise<string | null | undefined> => {
    const response = await ask(question);
    if (response === null) return undefined;
    if (response.answer === "text") return response.text;
    if (response.answer === "failed" && response.locked) throw new KeyringLockedError();
    throw new Error("The keyring cannot read this text");
  };

  return {
    async isAvailable() {
      const response = await ask({ ask: "available" });
      return response?.answer === "available" ? response.available : await deps.local.isAvailable();
    },
    async encrypt(secret) {
      const text = await textFor({ ask: "encrypt", text: secret });
      if (text === undefined) return await deps.local.encrypt(secret);
      return text === null ? null : Buffer.from(text, "base64");
    },
    async decrypt(encrypted) {
      const text = await textFor({ ask: "decrypt", text: encrypted.toString("base64") });
      return text === undefined ? await deps.local.decrypt(encrypted) : text;
    },
    close() {
      current?.kill();
      current = null;
    },
  };
}
