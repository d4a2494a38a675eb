import { z } from "zod";
import { startSandbox } from "./start-sandbox.ts";

const practiceOptions = z.object({
  dir: z.string(),
  clientId: z.string(),
  clientSecret: z.string(),
  processingMs: z.number(),
  videos: z.number(),
  sampleVideo: z.string().optional(),
  region: z.string().optional(),
});

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

async function main(port: ParentPort): Promise<void> {
  const { sampleVideo, region, ...options } = practiceOptions.parse(JSON.parse(process.argv[2] ?? "{}"));
  const sandbox = await startSandbox({
    atUserid: "practice",
    ...options,
    ...(sampleVideo && { sampleVideo }),
    ...(region && { region }),
  });
  port.on("message", ({ data }) => {
    if ((data as { type?: unknown } | null)?.type !== "close") return;
    void sandbox.close().finally(() => process.exit(0));
  });
  port.postMessage({ type: "serving", url: sandbox.url });
}

const port = parentPort();
main(port).catch((error: unknown) => {
  port.postMessage({ type: "failed", message: error instanceof Error ? error.message : String(error) });
  // Exiting immediately could lose the message.
  setTimeout(() => process.exit(1), 500);
});
