import {
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createSecretCipher } from "../account/secret-cipher.ts";
import { createVault } from "../account/vault.ts";
import { createHandover } from "../desktop/handover.ts";
import { notRegular, within } from "../foundation/not-regular.test-harness.ts";
import { createSettingsStore } from "../settings/settings-store.ts";
import { createTables } from "../spreadsheet/tables.ts";
import { createInspections } from "../upload/files/inspections.ts";

let folder: string;
const cleanups: (() => void)[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "own-files-"));
});
afterEach(() => {
  for (const cleanup of cleanups.splice(0)) cleanup();
  rmSync(folder, { recursive: true });
});

const at = (name: string) => join(folder, name);
const put = (kind: string, name: string) => {
  const cleanup = notRegular[kind]?.(at(name));
  if (cleanup !== undefined) cleanups.push(cleanup);
};
const kinds = Object.keys(notRegular);

const account = {
  clientId: "id",
  clientSecret: "very secret",
  baseUrl: "https://api.biggo.com",
  userid: "u",
  atUserid: "@u",
  region: "tw",
} as const;
const noKeyring = { isEncryptionAvailable: () => false, encryptString: Buffer.from, decryptString: String };
const openVault = () => createVault({ path: at("account.json"), cipher: createSecretCipher(noKeyring, "linux") });

describe.each(kinds)("%s under the name of a file of the app's own", (kind) => {
  it("is no account", () => {
    put(kind, "account.json");
    expect(openVault().load()).toBeNull();
  });

  it("is no preferences: those of this run are kept until it ends", () => {
    put(kind, "preferences.json");
    const { size: sizeBefore, mode: modeBefore } = lstatSync(at("preferences.json"));
    const settings = createSettingsStore(folder);
    settings.set({ theme: "dark" });
    expect(settings.get().theme).toBe("dark");
    expect(lstatSync(at("preferences.json"))).toMatchObject({ size: sizeBefore, mode: modeBefore });
  });

  it("is no record of inspections", async () => {
    put(kind, "inspecting.json");
    const inspected = { ok: false, code: "file-empty", fileName: "a.mp4", sizeBytes: 0 } as const;
    const inspections = createInspections(at("inspecting.json"), async () => inspected);
    expect(await within(inspections.inspect(at("a.mp4"), false))).toEqual(inspected);
  });

  it("is no handover note, and keeps no other from being collected", () => {
    mkdirSync(at("notes"));
    put(kind, "notes/0.json");
    put(kind, "notes/1.held");
    const handover = createHandover(at("notes"));
    handover.leave({ files: ["/a.mp4"], add: true });
    expect(handover.collect()).toMatchObject([{ files: ["/a.mp4"] }]);
    expect(handover.recollect()).toMatchObject([{ files: ["/a.mp4"] }]);
  });

  it("is no table", async () => {
    put(kind, "table.csv");
    const tables = createTables({
      rows: () => [],
      productFinder: () => async () => null,
      describe: () => ({ before: {}, after: {} }),
      apply: () => null,
    });
    const code = kind === "a file of 5 GB" ? "too-large" : "file-unreadable";
    await expect(within(tables.read(at("table.csv")))).rejects.toMatchObject({ value: { code } });
  });
});

describe("account.json.new", () => {
  it.each([
    ["a symbolic link", symlinkSync],
    ["a hard link", linkSync],
  ])("is never written through %s", async (_name, makeLink) => {
    writeFileSync(at("elsewhere"), "mine", { mode: 0o644 });
    makeLink(at("elsewhere"), at("account.json.new"));
    expect(await openVault().save(account, true)).toBe("file");
    expect(readFileSync(at("elsewhere"), "utf8")).toBe("mine");
    expect(lstatSync(at("account.json")).isFile()).toBe(true);
    expect(lstatSync(at("account.json")).mode & 0o777).toBe(0o600);
    const { clientSecret, ...stored } = account;
    expect(openVault().load()).toMatchObject(stored);
    expect(await openVault().load()?.unseal()).toBe(clientSecret);
  });

  it("nor is the record of inspections", async () => {
    writeFileSync(at("elsewhere"), "mine");
    symlinkSync(at("elsewhere"), at("inspecting.json.new"));
    const inspected = { ok: false, code: "file-empty", fileName: "a.mp4", sizeBytes: 0 } as const;
    await createInspections(at("inspecting.json"), async () => inspected).inspect(at("a.mp4"), false);
    expect(readFileSync(at("elsewhere"), "utf8")).toBe("mine");
    expect(lstatSync(at("inspecting.json")).isFile()).toBe(true);
  });

  it.each(kinds)("is replaced where it is %s", async (kind) => {
    put(kind, "account.json.new");
    expect(await openVault().save(account, true)).toBe("file");
    const { clientSecret, ...stored } = account;
    expect(openVault().load()).toMatchObject(stored);
    expect(await openVault().load()?.unseal()).toBe(clientSecret);
    expect(existsSync(at("account.json.new"))).toBe(false);
  });

  it("leaves the target of a link under account.json as it is", async () => {
    writeFileSync(at("elsewhere"), "mine");
    symlinkSync(at("elsewhere"), at("account.json"));
    await openVault().save(account, true);
    expect(readFileSync(at("elsewhere"), "utf8")).toBe("mine");
  });
});
