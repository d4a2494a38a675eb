import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, describe, expect, it } from "vitest";
import { systemClock } from "../foundation/clock.ts";
import { createRemoteCipher, type KeyringProcess, type RemoteCipher } from "./remote-cipher.ts";
import { createSecretCipher, KeyringLockedError } from "./secret-cipher.ts";

/** A process that answers as the helper does; `locked` blocks it entirely, as a prompt does. */
const helper = `
  const { createInterface } = require("node:readline");
  const write = (answer) => process.stdout.write(JSON.stringify(answer) + "\\n");
  const block = () => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  if (process.argv[1] === "absent") process.exit(1);
  write({ answer: "ready" });
  createInterface({ input: process.stdin }).on("line", (line) => {
    const { id, ask, text } = JSON.parse(line);
    if (process.argv[1] === "locked") block();
    if (process.argv[1] === "refused") return write({ answer: "failed", id, locked: true });
    if (process.argv[1] === "noise") process.stdout.write("not JSON\\n{}\\n");
    if (ask === "available") return write({ answer: "available", id, available: true });
    const from = ask === "encrypt" ? "utf8" : "base64";
    write({ answer: "text", id, text: Buffer.from(text, from).reverse().toString(ask === "encrypt" ? "base64" : "utf8") });
  });
`;

const opened: RemoteCipher[] = [];
const pids: number[] = [];
afterEach(() => {
  for (const cipher of opened.splice(0)) cipher.close();
  pids.splice(0);
});

function start(kind: string): KeyringProcess {
  const child = spawn(process.execPath, ["-e", helper, kind], { stdio: ["pipe", "pipe", "inherit"] });
  pids.push(child.pid ?? 0);
  child.stdin.on("error", () => {});
  return {
    send: (line) => void child.stdin.write(`${line}\n`),
    onLine: (listener) => void createInterface({ input: child.stdout }).on("line", listener),
    onExit: (listener) => void child.once("exit", listener),
    close: () => void child.stdin.end(),
    kill: () => void child.kill("SIGKILL"),
  };
}

const localKeyring = {
  isEncryptionAvailable: () => true,
  encryptString: (text: string) => Buffer.from(`local ${text}`),
  decryptString: (bytes: Buffer) => bytes.toString().slice("local ".length),
};

function open(kind: string): RemoteCipher {
  const local = createSecretCipher(localKeyring, "linux");
  const cipher = createRemoteCipher({ start: () => start(kind), local, after: systemClock.after, log() {} });
  opened.push(cipher);
  return cipher;
}

const isRunning = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

describe("createRemoteCipher", () => {
  it.each(["unlocked", "noise"])("asks one process for everything (%s)", async (kind) => {
    const cipher = open(kind);
    const [available, encrypted] = await Promise.all([cipher.isAvailable(), cipher.encrypt("geheim")]);
    expect([available, encrypted?.toString()]).toEqual([true, "mieheg"]);
    expect(await cipher.decrypt(encrypted ?? Buffer.alloc(0))).toBe("geheim");
    expect(pids).toHaveLength(1);
  });

  it("is never held up by a keyring that waits, and ends the process with its question on close", async () => {
    const cipher = open("locked");
    const asked = cipher.decrypt(Buffer.from("x"));
    const outcome = await Promise.race([asked, sleep(500, "waiting")]);
    expect(outcome).toBe("waiting");
    cipher.close();
    await expect(asked).rejects.toThrow(KeyringLockedError);
    expect(isRunning(pids[0] ?? 0)).toBe(false);
  });

  it("says that the user refused, and asks a new process the next time", async () => {
    const cipher = open("refused");
    for (const _ of [1, 2]) await expect(cipher.decrypt(Buffer.from("x"))).rejects.toThrow(KeyringLockedError);
    expect(pids).toHaveLength(2);
  });

  it("asks in this process where the other cannot be started", async () => {
    const cipher = open("absent");
    const encrypted = await cipher.encrypt("geheim");
    expect(encrypted?.toString()).toBe("local geheim");
    expect(await cipher.decrypt(encrypted ?? Buffer.alloc(0))).toBe("geheim");
  });
});
