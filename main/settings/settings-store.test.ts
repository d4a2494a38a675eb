import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createSettingsStore } from "./settings-store.ts";

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "settings-"));
  path = join(folder, "preferences.json");
});
afterEach(() => rmSync(folder, { recursive: true }));

describe("createSettingsStore", () => {
  it("keeps what is set for the next start, for the user alone", () => {
    const first = createSettingsStore(folder);
    first.set({ theme: "dark" });
    first.setWindow({ width: 1000, height: 700, maximized: true });
    first.setPractice(true);
    const next = createSettingsStore(folder);
    expect(next.get().theme).toBe("dark");
    expect(next.window()).toEqual({ width: 1000, height: 700, maximized: true });
    expect(next.practice()).toBe(true);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder)).toEqual(["preferences.json"]);
  });

  it.each([
    ["is cut off", '{"settings":{"theme":"da'],
    ["is empty", ""],
    ["holds no object", '"dark"'],
    ["holds null", "null"],
    ["holds a list", "[1, 2]"],
    ["is binary", "\u0000\uffff\u0001"],
  ])("starts with the defaults when the file %s, and stores the next change", (_, content) => {
    writeFileSync(path, content);
    const settings = createSettingsStore(folder);
    expect(settings.get().theme).toBe("system");
    expect(settings.window()).toBeNull();
    settings.set({ theme: "light" });
    expect(createSettingsStore(folder).get().theme).toBe("light");
  });

  it("leaves names of other versions, and of objects' own, as they are", () => {
    writeFileSync(path, '{"ofLater":{"a":1},"__proto__":{"practice":true}}');
    const settings = createSettingsStore(folder);
    expect(settings.practice()).toBe(false);
    settings.set({ theme: "dark" });
    expect(JSON.parse(readFileSync(path, "utf8"))).toMatchObject({ ofLater: { a: 1 }, settings: { theme: "dark" } });
  });

  it("keeps a change until the app ends when nothing can be written", () => {
    const settings = createSettingsStore(join(folder, "missing"));
    settings.set({ theme: "dark" });
    expect(settings.get().theme).toBe("dark");
  });
});
