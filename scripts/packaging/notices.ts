import type { ShippedPackage } from "./shipped-packages.ts";

const line = "-".repeat(80);

/** The licences of all packages, as a text for people. */
export function noticesOf(packages: readonly ShippedPackage[]): string {
  const head = "BigGo Uploader contains these packages. Electron's and Chromium's licences are in files of their own.";
  const sections = packages.map(({ name, version, license, texts }) =>
    [`${name} ${version}`, `License: ${license}`, ...texts].join("\n\n"),
  );
  return `${[head, ...sections].join(`\n\n${line}\n\n`)}\n`;
}

/** What a bill of materials says of the app. */
interface App {
  name: string;
  version: string;
  license: string;
  electron: string;
}

const licensesOf = (license: string) => (license === "NOASSERTION" ? {} : { licenses: [{ expression: license }] });

/** The bill of materials as CycloneDX 1.6 (ECMA-424); a package is named by its package URL (purl, type npm). */
export function billOfMaterials(app: App, packages: readonly ShippedPackage[]): object {
  const component = ({ name, version, license }: Omit<ShippedPackage, "texts">) => {
    const purl = `pkg:npm/${name.replace("@", "%40")}@${version}`;
    return { type: "library", "bom-ref": purl, name, version, purl, ...licensesOf(license) };
  };
  return {
    bomFormat: "CycloneDX",
    specVersion: "1.6",
    version: 1,
    metadata: {
      component: { type: "application", name: app.name, version: app.version, ...licensesOf(app.license) },
    },
    components: [component({ name: "electron", version: app.electron, license: "MIT" }), ...packages.map(component)],
  };
}
