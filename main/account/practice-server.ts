import { randomBytes } from "node:crypto";
import { type UtilityProcess, utilityProcess } from "electron";
import { z } from "zod";
import { makePrivateFolder } from "../foundation/private-folder.ts";
import type { PracticeServer } from "./session-deps.ts";

interface PracticeOptions {
  /** The folder for its state. */
  dir: string;
  /** The built entry of the sandbox. */
  entry: string;
  /** The video file that seeded videos play. */
  sampleVideo: string;
  log: (line: string) => void;
}

const messageSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("serving"), url: z.string(), socketPath: z.string().nullable() }),
  z.object({ type: z.literal("failed"), message: z.string() }),
]);

/** How many videos are there at first, so that every screen has something to show. */
const practiceVideos = 12;
/** Simulated processing time of a video, ms: long enough to be visible, short enough to try out. */
const processingMs = 6000;
const startTimeoutMs = 15_000;
const stopTimeoutMs = 2000;

function untilServing(child: UtilityProcess): Promise<{ url: string; socketPath: string | null }> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error("The practice server did not start")), startTimeoutMs);
    child.once("exit", (code) => {
      clearTimeout(timer);
      reject(new Error(`The practice server ended with code ${code}`));
    });
    child.on("message", (message: unknown) => {
      const parsed = messageSchema.safeParse(message);
      if (!parsed.success) return;
      clearTimeout(timer);
      if (parsed.data.type === "serving") resolve(parsed.data);
      else reject(new Error(parsed.data.message));
    });
  });
}

/** A Windows pipe would let everyone read its end, so a port with the same key is used (decision 61). */
const transport = process.platform === "win32" ? "port" : "socket";

/** What the process needs of the environment: programs on the path, and Windows' own folder for its sockets. */
const passedOn = ["PATH", "SystemRoot", "TMPDIR", "TEMP", "TMP"] as const;

function environmentOf(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(passedOn.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]])));
}

const newSecret = () => randomBytes(32).toString("base64url");

/** Runs the sandbox in a utility process; each process gets new secrets, by message (decision 61). */
export function createPracticeServer({ dir, entry, sampleVideo, log }: PracticeOptions): PracticeServer {
  let running: { child: UtilityProcess; started: ReturnType<PracticeServer["start"]> } | null = null;

  const launch = (): NonNullable<typeof running> => {
    makePrivateFolder(dir);
    const credentials = { clientId: `practice-${newSecret()}`, clientSecret: newSecret() };
    const accessKey = newSecret();
    const options = { dir, transport, accessKey, ...credentials, processingMs, videos: practiceVideos, sampleVideo };
    const child = utilityProcess.fork(entry, [], {
      serviceName: "Practice BigGo",
      stdio: "pipe",
      env: environmentOf(process.env),
    });
    child.postMessage({ type: "start", options });
    child.stderr?.on("data", (chunk: Buffer) => log(chunk.toString("utf8")));
    child.once("exit", () => {
      if (running?.child === child) running = null;
    });
    return {
      child,
      started: untilServing(child).then(({ url, socketPath }) => ({
        url,
        credentials,
        localServer: { socketPath, accessKey },
      })),
    };
  };

  return {
    start() {
      const current = running ?? launch();
      running = current;
      current.started.catch(() => {
        // Forget a server that failed to start, so that the next call launches a new one.
        if (running === current) running = null;
        current.child.kill();
      });
      return current.started;
    },
    async stop() {
      const child = running?.child;
      running = null;
      if (child === undefined) return;
      const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
      const timeout = new Promise<void>((resolve) => {
        setTimeout(() => {
          child.kill();
          resolve();
        }, stopTimeoutMs).unref();
      });
      child.postMessage({ type: "close" });
      await Promise.race([ended, timeout]);
    },
  };
}
