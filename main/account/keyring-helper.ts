import { createInterface } from "node:readline";
import { Worker } from "node:worker_threads";
import { type KeyringRequest, type KeyringResponse, keyringRequestSchema } from "./keyring-messages.ts";
import { KeyringLockedError, type SecretCipher } from "./secret-cipher.ts";

/** How often the process checks whether the app still runs, ms. */
const parentCheckMs = 1000;

const end = () => process.kill(process.pid, "SIGKILL");

/**
 * Ends this process with the app, also while its main thread waits for the keyring. The app's id is given: the app may have
 * ended before this runs, and another process be the parent by now.
 */
const endWithParent = (parentPid: number) => `
  const end = () => process.ppid !== ${parentPid} && process.kill(process.pid, "SIGKILL");
  end();
  setInterval(end, ${parentCheckMs});
`;

async function respond(cipher: SecretCipher, request: KeyringRequest): Promise<KeyringResponse> {
  const { id } = request;
  try {
    switch (request.ask) {
      case "available":
        return { answer: "available", id, available: await cipher.isAvailable() };
      case "encrypt":
        return { answer: "text", id, text: (await cipher.encrypt(request.text))?.toString("base64") ?? null };
      case "decrypt":
        return { answer: "text", id, text: await cipher.decrypt(Buffer.from(request.text, "base64")) };
    }
  } catch (error) {
    return { answer: "failed", id, locked: error instanceof KeyringLockedError };
  }
}

/**
 * Answers the app's questions to the keyring, one after the other, until it closes the input. This process is the one that
 * waits while the keyring asks the user. Call once the app is ready. `parentPid` is the app's process.
 */
export async function answerKeyringRequests(cipher: SecretCipher, parentPid: number): Promise<void> {
  new Worker(endWithParent(parentPid), { eval: true }).unref();
  // The app has ended: its answers are read by no process.
  process.stdout.on("error", end);
  const write = (response: KeyringResponse) => process.stdout.write(`${JSON.stringify(response)}\n`);
  write({ answer: "ready" });
  for await (const line of createInterface({ input: process.stdin })) {
    write(await respond(cipher, keyringRequestSchema.parse(JSON.parse(line))));
  }
}
