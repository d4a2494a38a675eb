import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createSecretCipher } from "../account/secret-cipher.ts";
import { createVault } from "../account/vault.ts";
import { acquireExclusiveLock } from "../database/exclusive-lock.ts";
import { openDatabase } from "../database/open-database.ts";
import { isWritable } from "../database/writable.ts";
import { createHandover } from "../desktop/handover.ts";
import { createKeptPictures } from "../desktop/kept-pictures.ts";
import { closeContents, closeFolder } from "../foundation/private-folder.ts";
import { createInspections } from "../upload/files/inspections.ts";

let folder: string;
let umask: number;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "private-"));
  umask = process.umask(0);
});
afterEach(() => {
  process.umask(umask);
  rmSync(folder, { recursive: true });
});

/** What others may read, write or enter in a folder. */
function openToOthers(root: string): string[] {
  const names = readdirSync(root, { recursive: true }) as string[];
  return names.filter((name) => (statSync(join(root, name)).mode & 0o077) !== 0);
}

const png = Buffer.from("89504e470d0a1a0a0000000d49484452", "hex");

describe.runIf(process.platform !== "win32")("the data folder and every file in it", () => {
  it("are for the user alone from their making, whatever the umask", async () => {
    const data = join(folder, "data");
    expect(closeFolder(data)).toBe(false);
    const lock = acquireExclusiveLock(join(data, "owner"));
    const handover = createHandover(join(data, "handover"));
    handover.leave({ files: [], add: false });
    const path = join(data, "accounts", "a", "uploader.sqlite");
    const options = { nowMs: 0, onSalvaged: () => {} };
    openDatabase(path, options).database.close();
    const { database } = openDatabase(path, options);
    database.exec("CREATE TABLE more (a); INSERT INTO more VALUES (1)");
    expect(readdirSync(join(data, "accounts", "a"))).toEqual(
      expect.arrayContaining(["uploader.sqlite-shm", "uploader.sqlite-wal"]),
    );
    const body = (async function* () {
      yield png;
    })();
    const pictures = createKeptPictures({
      folder: () => join(data, "accounts", "a", "covers"),
      open: async () => ({ body }) as never,
      decode: async (bytes) => ({ kind: "picture", bytes }),
    });
    const picture = { ownerId: "v", url: "https://cdn.example.com/a", version: "" };
    expect(await pictures.serve(picture, new AbortController().signal)).not.toBeNull();
    const keyring = { isEncryptionAvailable: () => false, encryptString: Buffer.from, decryptString: String };
    const account = { clientId: "", clientSecret: "", baseUrl: "", userid: "", atUserid: "", region: null };
    await createVault({ path: join(data, "account.json"), cipher: createSecretCipher(keyring, "linux") }).save(
      account,
      true,
    );
    const refusal = { ok: false, code: "file-empty", fileName: "", sizeBytes: 0 } as const;
    await createInspections(join(data, "inspecting.json"), async () => refusal).inspect("/a", true);
    expect(isWritable(join(data, "probe"))).toBe(true);
    expect(openToOthers(folder)).toEqual([]);
    expect(readdirSync(data, { recursive: true }).length).toBeGreaterThan(8);
    database.close();
    lock?.release();
  });

  it("also where the folder exists and is open, with what is in it", async () => {
    const data = join(folder, "data");
    mkdirSync(join(data, "accounts", "a"), { recursive: true, mode: 0o777 });
    writeFileSync(join(data, "accounts", "a", "uploader.sqlite"), "", { mode: 0o666 });
    writeFileSync(join(data, "main.log"), "", { mode: 0o644 });
    writeFileSync(join(folder, "elsewhere"), "", { mode: 0o644 });
    symlinkSync(join(folder, "elsewhere"), join(data, "link"));
    expect(closeFolder(data)).toBe(true);
    await closeContents(data);
    rmSync(join(data, "link"));
    expect(openToOthers(data)).toEqual([]);
    expect(statSync(data).mode & 0o777).toBe(0o700);
    expect(statSync(join(folder, "elsewhere")).mode & 0o777).toBe(0o644);
    expect(closeFolder(data)).toBe(false);
  });

  it("keep a folder that the user has closed further", () => {
    chmodSync(folder, 0o500);
    expect(closeFolder(folder)).toBe(false);
    chmodSync(folder, 0o700);
  });
});
