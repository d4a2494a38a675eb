import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { type IncomingHttpHeaders, request } from "node:http";
import { connect } from "node:net";
import { join } from "node:path";

/** Gives a plain Node process the `parentPort` that Electron's utility process has, and its end with its parent's. */
const parentPortShim = `process.parentPort = {
  postMessage: (message) => process.send(message),
  on: (name, listener) => process.on(name, (data) => listener({ data })),
};
process.once("disconnect", () => process.exit());`;

/** The secrets of one run. */
export const secrets = {
  accessKey: "practice-access-key-of-this-test-0123456789",
  clientId: "practice",
  clientSecret: "practice-client-secret-of-this-test-01234567",
};

/** Starts the shipped entry, and sends it these options; it answers with one message. */
export async function startPractice(options: object): Promise<{ child: ChildProcess; message: PracticeMessage }> {
  const shim = `data:text/javascript,${encodeURIComponent(parentPortShim)}`;
  const args = ["--import", shim, join(import.meta.dirname, "practice-process.ts")];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "inherit", "inherit", "ipc"] });
  child.send({ type: "start", options });
  const [message] = (await once(child, "message")) as [PracticeMessage];
  return { child, message };
}

/** Ends it as the app does. */
export async function stopPractice(child: ChildProcess): Promise<unknown[]> {
  const exited = once(child, "exit");
  child.send({ type: "close" });
  return await exited;
}

/** What the process says of its start. */
export interface PracticeMessage {
  readonly type: string;
  readonly url: string;
  readonly socketPath: string | null;
  readonly message?: string;
}

interface Probe {
  readonly method?: string;
  readonly path: string;
  readonly headers?: Record<string, string>;
  readonly body?: string | Buffer;
}

/** A response. */
export interface ProbeResponse {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** How long the response to a body that is refused may take to be read, ms. */
const refusalMs = 1000;

/** Sends a request with exactly this target and these headers; `host` is the server's own unless given. */
export function send({ url, socketPath }: PracticeMessage, probe: Probe): Promise<ProbeResponse> {
  const { hostname, port, host } = new URL(url);
  const target = socketPath === null ? { hostname, port } : { socketPath };
  return new Promise((resolve, reject) => {
    const outgoing = request(
      {
        ...target,
        method: probe.method ?? "GET",
        path: probe.path,
        headers: { host, ...probe.headers },
        setHost: false,
        agent: false,
      },
      async (response) => {
        const chunks = await response.toArray().catch(reject);
        const text = Buffer.concat((chunks ?? []) as Buffer[]).toString();
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text });
      },
    );
    // A server that refuses a body ends the connection: its response may arrive after the failure to write.
    outgoing.once("error", (error) => setTimeout(() => reject(error), refusalMs));
    outgoing.end(probe.body);
  });
}

/** Opens a connection, writes `text`, and resolves with the time until the server ends it, ms. */
export function msUntilEnded({ url, socketPath }: PracticeMessage, text: string): Promise<number> {
  const { hostname, port } = new URL(url);
  const start = performance.now();
  return new Promise((resolve) => {
    const socket = socketPath === null ? connect(Number(port), hostname) : connect(socketPath);
    socket.on("error", () => {});
    socket.on("close", () => resolve(performance.now() - start));
    socket.resume();
    socket.write(text);
  });
}
