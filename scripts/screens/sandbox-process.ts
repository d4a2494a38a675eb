import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { root } from "../run/paths.ts";

/** A BigGo to take pictures against. */
export interface PictureSandbox {
  /** What points an app at it. */
  env: Record<string, string>;
  url: string;
  control(method: "POST" | "DELETE", path: string, body?: unknown): Promise<void>;
  /** A data call with its token, as another program would make it. */
  call(method: string, path: string, body: unknown): Promise<void>;
  stop(): Promise<void>;
}

async function firstLine(server: ChildProcess): Promise<string> {
  if (server.stdout !== null) for await (const line of createInterface({ input: server.stdout })) return line;
  throw new Error("The sandbox ended before it served.");
}

/** Starts the sandbox with so many videos, in a folder of its own that goes with it. */
export async function startPictureSandbox(videos: number): Promise<PictureSandbox> {
  const folder = mkdtempSync(join(tmpdir(), "screenshots-"));
  const options = ["--port", "0", "--dir", folder, "--videos", String(videos), "--processing", "0"];
  const script = join(root, "sandbox", "cli.ts");
  const server = spawn(process.execPath, [script, ...options], { stdio: ["ignore", "pipe", "inherit"] });
  const { url, clientId, clientSecret } = JSON.parse(await firstLine(server)) as Record<string, string>;
  const send = (path: string, init: RequestInit) => fetch(`${url}${path}`, init);
  const json = (body: unknown) => ({
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body ?? {}),
  });
  return {
    env: { BIGGO_API_URL: url ?? "", BIGGO_CLIENT_ID: clientId ?? "", BIGGO_CLIENT_SECRET: clientSecret ?? "" },
    url: url ?? "",
    async control(method, path, body) {
      await send(`/_control/${path}`, { method, ...(method === "POST" ? json(body) : {}) });
    },
    async call(method, path, body) {
      const authorization = `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString("base64")}`;
      const form = { authorization, "content-type": "application/x-www-form-urlencoded" };
      const body64 = "grant_type=client_credentials";
      const token = (await (await send("/auth/v1/token", { method: "POST", headers: form, body: body64 })).json()) as {
        access_token: string;
      };
      const { headers, body: text } = json(body);
      await send(`/api/v1/${path}`, {
        method,
        headers: { ...headers, authorization: `Bearer ${token.access_token}` },
        body: text,
      });
    },
    async stop() {
      const ended = once(server, "exit");
      server.kill();
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
