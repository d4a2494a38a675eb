import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { heapOf } from "../window/page-heap.ts";
import type { AttackResult, AttackTarget } from "./attack.ts";

/** How a secret may be written, by the name of the encoding. */
function encodingsOf(secret: string): Record<string, string> {
  const bytes = Buffer.from(secret, "utf8");
  const base64 = (shift: number) =>
    Buffer.concat([Buffer.alloc(shift), bytes])
      .toString("base64")
      .replace(/=+$/, "");
  return {
    plain: secret,
    // Base64 of a text around it differs by how many bytes stand before it; the ends depend on the neighbours.
    base64: base64(0).slice(0, -2),
    "base64 after one byte": base64(1).slice(2, -2),
    "base64 after two bytes": base64(2).slice(4, -2),
    base64url: bytes.toString("base64url").slice(0, -2),
    hex: bytes.toString("hex"),
    "hex in upper case": bytes.toString("hex").toUpperCase(),
    percent: [...bytes].map((byte) => `%${byte.toString(16).padStart(2, "0")}`).join(""),
    "UTF-16": Buffer.from(secret, "utf16le").toString("latin1"),
    "UTF-16 with the high byte first": Buffer.from(secret, "utf16le").swap16().toString("latin1"),
    reversed: [...secret].reverse().join(""),
    "as JSON codes": [...secret].map((letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`).join(""),
  };
}

const token = /eyJ[\w-]{8,}\.[\w-]{8,}\./;

/** What is found in a text, by name. */
function secretsIn(text: string, secret: string): string[] {
  const found = Object.entries(encodingsOf(secret)).filter(([, encoded]) => text.includes(encoded));
  return [...found.map(([name]) => `the secret (${name})`), ...(token.test(text) ? ["a token"] : [])];
}

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
}

/** Searches for the secret and for tokens in every file of the app's, on the page's heap and on command lines. */
export async function attackSecrets(target: AttackTarget): Promise<AttackResult> {
  const { data, electron, sandbox } = target;
  const paths = await filesBelow(data);
  const pids = await electron.evaluate(({ app }) => app.getAppMetrics().map(({ pid }) => pid));
  const texts: [string, string][] = [["the page's heap", await heapOf(target.page)]];
  for (const path of paths) texts.push([path, await readFile(path, "latin1").catch(() => "")]);
  for (const pid of pids)
    texts.push([`process ${pid}`, await readFile(`/proc/${pid}/cmdline`, "latin1").catch(() => "")]);
  const violations = texts.flatMap(([place, text]) =>
    secretsIn(text, sandbox.clientSecret).map((what) => `secrets: ${place} contains ${what}`),
  );
  const encodings = Object.keys(encodingsOf("s")).length;
  return { layer: "secrets", figures: { files: paths.length, processes: pids.length, encodings }, violations };
}
