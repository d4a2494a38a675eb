import { expect, it } from "vitest";
import { billOfMaterials, noticesOf } from "./notices.ts";
import { packageFolderOf } from "./record-packages.ts";

const packages = [
  { name: "@scope/one", version: "1.2.3", license: "MIT", texts: ["MIT License\n\nCopyright One"] },
  { name: "two", version: "2.0.0", license: "NOASSERTION", texts: [] },
];

it.each([
  ["/a/node_modules/react/index.js", "/a/node_modules/react"],
  ["/a/node_modules/@scope/one/dist/x.js?commonjs", "/a/node_modules/@scope/one"],
  ["\0/a/node_modules/one/node_modules/two/x.js", "/a/node_modules/one/node_modules/two"],
  ["C:\\a\\node_modules\\one\\x.js", "C:/a/node_modules/one"],
  ["/a/renderer/app.tsx", null],
])("the package of %j is %j", (id, folder) => {
  expect(packageFolderOf(id)).toBe(folder);
});

it("lists every package with its licence's text", () => {
  const text = noticesOf(packages);
  expect(text).toContain("@scope/one 1.2.3\n\nLicense: MIT\n\nMIT License\n\nCopyright One");
  expect(text).toContain("two 2.0.0\n\nLicense: NOASSERTION");
});

it("names every package and Electron by package URL, and claims no licence that is not stated", () => {
  const app = { name: "app", version: "0.1.0", license: "MIT", electron: "45.0.0" };
  expect(billOfMaterials(app, packages)).toMatchObject({
    bomFormat: "CycloneDX",
    metadata: { component: { type: "application", name: "app", version: "0.1.0" } },
    components: [
      { purl: "pkg:npm/electron@45.0.0", licenses: [{ expression: "MIT" }] },
      { purl: "pkg:npm/%40scope/one@1.2.3" },
      { purl: "pkg:npm/two@2.0.0" },
    ],
  });
  expect(JSON.stringify(billOfMaterials(app, packages))).not.toContain("NOASSERTION");
});
