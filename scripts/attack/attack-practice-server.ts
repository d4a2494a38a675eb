import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type PracticeMessage,
  secrets,
  send,
  startPractice,
  stopPractice,
} from "../../sandbox/practice-process.test-harness.ts";
import { createRandom } from "../../sandbox/seeded-random.ts";
import { root } from "../run/paths.ts";
import { type AttackResult, type AttackTarget, pickShare, shareOf } from "./attack.ts";
import { mutate } from "./mutations.ts";

/** How many requests are mutated. */
const mutatedRequests = 2000;
/** How long the server may take to answer or end a mutated request, ms: above its limit for headers. */
const answerMs = 15_000;
const maxGrowthMb = 100;

const methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
const paths = [
  "/auth/v1/token?grant_type=client_credentials",
  "/api/v1/video_auth/self",
  "/api/v1/user/self/video/?p=1",
  "/api/v1/user/self//video/",
  "/api/v1/video/",
  "/api/v1/video/seed00001",
  "/api/./v1/video/seed00001",
  "/api/v1/spa/search/Sony/product",
  "/api/v1/spa/imagesearch/image",
  "/api/eclist.php",
  "/media/videos/seed00001.mp4",
  "/media/covers/seed00001/0",
  "/media/../media/videos/seed00001.mp4",
  "/nothing-here",
];
const controlPaths = [
  "/_control/state",
  "/%5fcontrol/state",
  "/%255fcontrol/state",
  "//_control/state",
  "/\\_control/state",
  "/api/../_control/state",
  "/api/%2e%2e/_control/state",
  "/_control%2fstate",
  "/_CONTROL/state",
  "/_control/state;x",
  "/_control/state?x",
  "/_control/fault",
];

const key = { "x-access-key": secrets.accessKey };
const basic = `Basic ${btoa(`${secrets.clientId}:${secrets.clientSecret}`)}`;

/** Who asks, by name, and what they send: all know the token, and none is this app. */
const intruders = (token: string): Record<string, Record<string, string>> => ({
  "a program without the key": { authorization: token },
  "a program with a wrong key": { ...key, authorization: token, "x-access-key": `${secrets.accessKey}x` },
  "a program with half a key": { authorization: token, "x-access-key": secrets.accessKey.slice(0, 20) },
  "a program with the key elsewhere": { authorization: secrets.accessKey, cookie: `x-access-key=${secrets.accessKey}` },
  "a foreign page": { ...key, authorization: token, origin: "https://evil.example" },
  "a page of this computer": { ...key, authorization: token, origin: "http://localhost" },
  "a page without an origin": { ...key, authorization: token, origin: "null" },
  "a picture in a foreign page": { ...key, authorization: token, "sec-fetch-site": "cross-site" },
  "a page on another port": { ...key, authorization: token, "sec-fetch-site": "same-site" },
  "a page with DNS rebinding": { ...key, authorization: token, host: "evil.example" },
  "a name that ends like ours": { ...key, authorization: token, host: "localhost.evil.example" },
});

/** Asks for everything as everybody else; each must get an empty refusal. */
async function intrude(server: PracticeMessage, target: Share, result: AttackResult): Promise<void> {
  const token = await tokenOf(server);
  const requests = Object.entries(intruders(token)).flatMap(([who, headers]) =>
    [...paths, ...controlPaths].flatMap((path) => methods.map((method) => ({ who, headers, path, method }))),
  );
  const made = pickShare(target, requests);
  for (const { who, headers, path, method } of made) {
    const credentials = path.startsWith("/auth/") ? { ...headers, authorization: basic } : headers;
    const { status, text } = await send(server, { method, path, headers: credentials });
    if (status !== 403 || text !== "") {
      result.violations.push(`practice server: ${who} got ${status} for ${method} ${path}`);
    }
  }
  add(result, "requests of others", made.length);
  for (const path of controlPaths) {
    const { status } = await send(server, { path, headers: { ...key, authorization: token } });
    if (status < 400) result.violations.push(`practice server: ${path} answered ${status}`);
  }
  add(result, "spellings of control", controlPaths.length);
}

async function tokenOf(server: PracticeMessage): Promise<string> {
  const headers = { ...key, authorization: basic };
  const { text } = await send(server, { method: "POST", path: paths[0] ?? "", headers });
  return `Bearer ${(JSON.parse(text) as { access_token: string }).access_token}`;
}

/** Writes bytes to a connection of its own and resolves with what came back; null when it stays open. */
function write({ url, socketPath }: PracticeMessage, bytes: Buffer): Promise<string | null> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const socket = socketPath === null ? connect(Number(port), hostname) : connect(socketPath);
    let received = "";
    const end = (text: string | null) => {
      clearTimeout(timer);
      socket.destroy();
      resolve(text);
    };
    const timer = setTimeout(() => end(null), answerMs);
    socket.on("data", (chunk) => {
      received += chunk.toString("latin1");
      end(received);
    });
    socket.on("error", () => {});
    socket.on("close", () => end(received));
    socket.end(bytes);
  });
}

/** Sends requests without the key, bytes of which were changed: none may be answered as the app's own. */
async function writeMutated(server: PracticeMessage, target: Share, result: AttackResult): Promise<void> {
  const random = createRandom(target.seed);
  const { host } = new URL(server.url);
  const token = await tokenOf(server);
  const lines = (first: string, ...more: string[]) =>
    Buffer.from([first, `Host: ${host}`, `Authorization: ${token}`, ...more, "", ""].join("\r\n"));
  const sound = [
    lines("GET /api/v1/user/self/video/ HTTP/1.1"),
    lines("GET /media/videos/seed00001.mp4 HTTP/1.1", "Range: bytes=0-99"),
    Buffer.concat([
      lines("POST /api/v1/video/ HTTP/1.1", "Content-Length: 5", "Transfer-Encoding: chunked"),
      Buffer.from("0\r\n\r\nGET /api/v1/user/self/video/ HTTP/1.1\r\n\r\n"),
    ]),
  ];
  const count = shareOf(target, mutatedRequests);
  for (let index = 0; index < count; index += 1) {
    const bytes = mutate(sound[index % sound.length] ?? Buffer.alloc(0), random, sound);
    const answer = await write(server, bytes);
    if (answer === null) result.violations.push(`practice server: mutated request ${index} was never ended`);
    if (/HTTP\/1\.\d [123]\d\d/.test(answer ?? "")) {
      result.violations.push(`practice server: mutated request ${index} was answered`);
    }
  }
  add(result, "mutated requests", count);
}

function add({ figures }: AttackResult, name: string, count: number): void {
  figures[name] = (figures[name] ?? 0) + count;
}

/** The memory of a process, MB. */
const memoryOf = (pid: number | undefined) =>
  Number(/^VmRSS:\s*(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) / 1024;

type Share = Pick<AttackTarget, "seed" | "share">;

/** Attacks the practice server that is shipped as other programs of this computer: on a socket, and on a port. */
export async function attackPracticeServer(target: Share): Promise<AttackResult> {
  const result: AttackResult = { layer: "practice server", figures: {}, violations: [] };
  for (const transport of ["socket", "port"] as const) {
    const dir = await mkdtemp(join(tmpdir(), "attack-practice-"));
    const sampleVideo = join(root, "assets", "sample.mp4");
    const options = { dir, transport, ...secrets, processingMs: 0, videos: 4, sampleVideo };
    const { child, message } = await startPractice(options);
    try {
      const before = memoryOf(child.pid);
      await intrude(message, target, result);
      await writeMutated(message, target, result);
      const growthMb = Math.round(memoryOf(child.pid) - before);
      result.figures["growth MB"] = Math.max(result.figures["growth MB"] ?? 0, growthMb);
      if (growthMb > maxGrowthMb) result.violations.push(`practice server: it grew by ${growthMb} MB`);
      await tokenOf(message);
    } finally {
      await stopPractice(child);
      await rm(dir, { recursive: true, force: true, maxRetries: 5 });
    }
  }
  return result;
}
