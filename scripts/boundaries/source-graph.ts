import { existsSync, globSync, readFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { dirname, join, posix } from "node:path";
import { importsOf } from "./imports-of.ts";

/** What an import leads to: a file of ours, a package, a module of Node's, or nothing. */
export type Target = { kind: "file" | "package" | "builtin" | "nothing"; name: string };

/** One arrow of the import graph; `from` is a path relative to the root, with slashes. */
export type Arrow = { from: string; to: Target };

const rooms = ["shared", "main", "preload", "renderer", "sandbox", "scripts", "e2e", "bench"];

function packageName(specifier: string): string {
  const [first, second] = specifier.split("/");
  return specifier.startsWith("@") ? `${first}/${second}` : `${first}`;
}

function fileTarget(root: string, from: string, specifier: string): Target {
  const [bare = specifier] = specifier.split("?");
  const name = posix.normalize(posix.join(posix.dirname(from), bare));
  return { kind: existsSync(join(root, name)) ? "file" : "nothing", name };
}

function resolve(root: string, from: string, specifier: string): Target {
  if (specifier.startsWith(".")) return fileTarget(root, from, specifier);
  if (isBuiltin(specifier)) return { kind: "builtin", name: specifier };
  if (specifier.startsWith("/")) return { kind: "nothing", name: specifier };
  return { kind: "package", name: packageName(specifier) };
}

function arrowsFrom(root: string, from: string): Arrow[] {
  const source = readFileSync(join(root, from), "utf8");
  try {
    const specifiers = importsOf(source, from.endsWith(".tsx"));
    return specifiers.map((specifier) => ({ from, to: resolve(root, from, specifier) }));
  } catch (error) {
    throw new Error(`${from} cannot be parsed: ${(error as Error).message}`, { cause: error });
  }
}

/** Reads every TypeScript file of the rooms and answers all imports between them and out of them. */
export function readArrows(root: string): Arrow[] {
  const files = rooms.flatMap((room) => globSync(`${room}/**/*.{ts,tsx}`, { cwd: root }));
  return files
    .map((file) => file.replaceAll("\\", "/"))
    .filter((file) => !dirname(file).includes("node_modules"))
    .sort()
    .flatMap((file) => arrowsFrom(root, file));
}
