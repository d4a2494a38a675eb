import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

const pollMs = 5;
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** A connection to the page of a program that was started with `--remote-debugging-port=0`. */
export interface PageDebugger {
  /** The value of an expression in the page, awaited. */
  evaluate<T>(expression: string): Promise<T>;
  close(): void;
}

interface Reply {
  id?: number;
  result?: { frameTree?: { frame: { url: string } }; result?: { value?: unknown }; exceptionDetails?: unknown };
  error?: unknown;
}

async function pageUrl(port: string): Promise<string | null> {
  const targets = (await fetch(`http://127.0.0.1:${port}/json/list`)
    .then((response) => response.json())
    .catch(() => [])) as { type: string; webSocketDebuggerUrl: string }[];
  return targets.find(({ type }) => type === "page")?.webSocketDebuggerUrl ?? null;
}

/**
 * Connects to the first page of the program whose profile is `data` as soon as there is one. Much lighter than Playwright,
 * which would be most of what is measured. Throws after `timeoutMs`.
 */
export async function connectToPage(data: string, timeoutMs: number): Promise<PageDebugger> {
  const file = join(data, "DevToolsActivePort");
  const endMs = performance.now() + timeoutMs;
  let url: string | null = null;
  while (url === null) {
    if (performance.now() > endMs) throw new Error(`no page within ${timeoutMs} ms`);
    const port = existsSync(file) ? readFileSync(file, "utf8").split("\n")[0] : undefined;
    if (port) url = await pageUrl(port);
    if (url === null) await pause(pollMs);
  }
  const socket = new WebSocket(url);
  const waiting = new Map<number, (reply: Reply) => void>();
  socket.addEventListener("message", ({ data: text }) => {
    const reply = JSON.parse(String(text)) as Reply;
    if (reply.id !== undefined) waiting.get(reply.id)?.(reply);
  });
  await new Promise((resolve, reject) => {
    socket.addEventListener("open", resolve);
    socket.addEventListener("error", () => reject(new Error("the page takes no debugger")));
  });
  let last = 0;
  const send = (method: string, params: object) =>
    new Promise<Reply>((resolve) => {
      last += 1;
      waiting.set(last, resolve);
      socket.send(JSON.stringify({ id: last, method, params }));
    });
  // A window has an empty document first. A script in that would run the preload script, and cost a second process.
  for (let loaded = ""; !/^(?:app|file):/.test(loaded); await pause(pollMs)) {
    if (performance.now() > endMs) throw new Error(`no document within ${timeoutMs} ms`);
    loaded = (await send("Page.getFrameTree", {})).result?.frameTree?.frame.url ?? "";
  }
  return {
    async evaluate<T>(expression: string) {
      const reply = await send("Runtime.evaluate", { expression, awaitPromise: true, returnByValue: true });
      if (reply.error !== undefined || reply.result?.exceptionDetails !== undefined) {
        throw new Error(`the page failed: ${JSON.stringify(reply)}`);
      }
      return reply.result?.result?.value as T;
    },
    close: () => socket.close(),
  };
}
