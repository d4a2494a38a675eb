import { z } from "zod";
import { createOwnSocket } from "./own-socket.ts";
import { startSandbox } from "./start-sandbox.ts";

const optionsSchema = z.strictObject({
  dir: z.string().min(1),
  /** Serve on a socket of this user's own, or on a port of this computer. */
  transport: z.enum(["socket", "port"]),
  accessKey: z.string().min(32),
  clientId: z.string().min(1),
  clientSecret: z.string().min(32),
  processingMs: z.number(),
  videos: z.number(),
  sampleVideo: z.string().optional(),
});
const messageSchema = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("start"), options: z.unknown() }),
  z.strictObject({ type: z.literal("close") }),
]);

/** The subset of Electron's `process.parentPort` used here. */
interface ParentPort {
  postMessage(message: unknown): void;
  on(event: "message", listener: (event: { data: unknown }) => void): void;
}

function parentPort(): ParentPort {
  const port = (process as { parentPort?: ParentPort }).parentPort;
  if (!port) throw new Error("the practice process has no parent");
  return port;
}

async function serve(value: unknown) {
  const { transport, sampleVideo, ...options } = optionsSchema.parse(value);
  const socket = transport === "socket" ? createOwnSocket(options.dir) : null;
  const sandbox = await startSandbox({
    atUserid: "practice",
    ...options,
    ...(sampleVideo && { sampleVideo }),
    ...(socket && { socketPath: socket.path }),
  });
  return {
    served: { type: "serving", url: sandbox.url, socketPath: socket?.path ?? null },
    close: () => sandbox.close().finally(socket?.remove),
  };
}

function fail(port: ParentPort, error: unknown): void {
  port.postMessage({ type: "failed", message: error instanceof Error ? error.message : String(error) });
  // Exiting immediately could lose the message.
  setTimeout(() => process.exit(1), 500);
}

// Films and titles, and the socket, are this user's alone.
process.umask(0o077);
const port = parentPort();
let running: ReturnType<typeof serve> | null = null;
// The secrets come as a message: others can read a process's arguments.
port.on("message", ({ data }) => {
  const message = messageSchema.safeParse(data).data;
  if (message?.type === "start") {
    running ??= serve(message.options);
    running.then(({ served }) => port.postMessage(served)).catch((error: unknown) => fail(port, error));
  }
  if (message?.type === "close") {
    void Promise.resolve(running?.then(({ close }) => close())).finally(() => process.exit(0));
  }
});
