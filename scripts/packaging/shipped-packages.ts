import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { extractFile, listPackage } from "@electron/asar";
import { root } from "../run/paths.ts";
import { packageFolderOf, recordFolder } from "./record-packages.ts";

/** A package of other people that the app contains. */
export interface ShippedPackage {
  name: string;
  version: string;
  /** An SPDX expression. */
  license: string;
  /** The texts of its licence and notice files, in full; empty when it brings none. */
  texts: string[];
}

interface Manifest {
  name: string;
  version: string;
  license?: string | { type?: string };
}

const licenceFile = /^(?:licen[cs]e|copying|notice|copyright|ofl)(?:[.-].*)?$/i;

/** A folder of a package, on disk or in an archive. */
interface PackageFolder {
  /** The names of its own files. */
  names: readonly string[];
  read: (name: string) => string;
}

function packageIn({ names, read }: PackageFolder): ShippedPackage {
  const { name, version, license } = JSON.parse(read("package.json")) as Manifest;
  const expression = typeof license === "object" ? license.type : license;
  const texts = names.filter((each) => licenceFile.test(each)).map((each) => read(each).trim());
  return { name, version, license: expression ?? "NOASSERTION", texts };
}

function onDisk(folder: string): PackageFolder {
  const path = join(root, folder);
  const files = readdirSync(path, { withFileTypes: true }).filter((entry) => entry.isFile());
  return { names: files.map(({ name }) => name), read: (name) => readFileSync(join(path, name), "utf8") };
}

/** What lies in the archive: packers order packages anew, so its folders are not those on disk. */
function inArchive(archive: string): PackageFolder[] {
  const names = listPackage(archive, { isPack: false }).map((name) => name.replaceAll("\\", "/").slice(1));
  const folders = names.filter((name) => name.endsWith("/package.json")).map((name) => dirname(name));
  return folders
    .filter((folder) => packageFolderOf(`/${folder}/x`) === `/${folder}`)
    .map((folder) => ({
      names: names.filter((name) => dirname(name) === folder).map((name) => basename(name)),
      read: (name) => extractFile(archive, join(folder, name)).toString("utf8"),
    }));
}

/** What the builds contain, as folders below the root. */
function bundled(): PackageFolder[] {
  const folder = join(root, recordFolder);
  const lists = readdirSync(folder).map((name) => JSON.parse(readFileSync(join(folder, name), "utf8")) as string[]);
  return [...new Set(lists.flat())].map(onDisk);
}

/**
 * The packages in an archive: those that lie in it, and those bundled into the page, the preload script and main. Sorted by
 * name. Throws when the builds left no record.
 */
export function shippedPackages(archive: string): ShippedPackage[] {
  const packages = [...inArchive(archive), ...bundled()].map(packageIn);
  const unique = new Map(packages.map((each) => [`${each.name}@${each.version}`, each]));
  return [...unique.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1));
}
