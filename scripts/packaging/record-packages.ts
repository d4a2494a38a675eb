import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join, sep } from "node:path";
import type { Plugin } from "vite";

/** Where each build writes which packages it contains; not part of the packaged app. */
export const recordFolder = "out/bundled-packages";

/** The folder of the package that a module belongs to; null for our own modules. */
export function packageFolderOf(moduleId: string): string | null {
  const path = moduleId.replace(/^\0/, "").replaceAll("\\", "/").split("?")[0] ?? "";
  return /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(path)?.[0] ?? null;
}

const styleImport = /@import\s+(?:url\()?["']((?:@[^/"']+\/)?[^./"'][^/"']*)/g;

/** Records the packages whose code, styles or files a build contains: their licences travel with the app. */
export function recordPackages(build: string, root: string): Plugin {
  const rootPath = root.split(sep).join("/");
  const styles = new Set<string>();
  return {
    name: "record-packages",
    apply: "build",
    enforce: "pre",
    // Style sheets are imported by the style sheets' own compiler: no module of the build.
    transform(code, id) {
      if (!id.split("?")[0]?.endsWith(".css")) return;
      for (const [, name = ""] of code.matchAll(styleImport)) styles.add(`node_modules/${name}`);
    },
    generateBundle(_options, bundle) {
      const modules = Object.values(bundle).flatMap((output) => (output.type === "chunk" ? output.moduleIds : []));
      const folders = modules.flatMap((id) => packageFolderOf(id)?.slice(rootPath.length + 1) ?? []);
      const path = join(root, recordFolder, `${build}.json`);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, JSON.stringify([...new Set([...styles, ...folders])].toSorted(), null, 2));
    },
  };
}
