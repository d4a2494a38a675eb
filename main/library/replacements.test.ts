import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { TaggedProduct } from "../../shared/model/product.ts";
import { openDatabase } from "../database/open-database.ts";
import { createReplacements } from "./replacements.ts";

const product = (oid: string): TaggedProduct => ({
  ref: { nindex: "tw_ec_x", oid },
  title: oid,
  price: 1,
  symbol: "",
  currency: "TWD",
  storeName: "",
  availability: "available",
  taggedPrice: 1,
});
const [old, fresh, other] = [product("old"), product("new"), product("other")];

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "replacements-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Three videos with the old product; each is answered for when the test says so. */
function stage() {
  const { database } = openDatabase(join(folder, "db.sqlite"), { nowMs: 0, onSalvaged: () => {} });
  const lists = new Map(["v1", "v2", "v3"].map((videoId) => [videoId, [old, other]]));
  const waiting: (() => void)[] = [];
  const replacements = createReplacements({
    database,
    known: () => new Map([...lists].map(([videoId, products]) => [videoId, { products, seenAtMs: 1 }])),
    products: (videoId) => new Promise((resolve) => waiting.push(() => resolve(lists.get(videoId) ?? []))),
    change: (videoId, products) => void lists.set(videoId, products),
    onChange: () => {},
    now: Date.now,
    after: (ms, run) => {
      const timer = setTimeout(run, ms);
      return () => clearTimeout(timer);
    },
  });
  const answerOne = async () => {
    waiting.shift()?.();
    await new Promise((resolve) => setImmediate(resolve));
  };
  const titles = (videoId: string) => (lists.get(videoId) ?? []).map(({ title }) => title).join();
  return { database, replacements, answerOne, titles };
}

it("stops for an undo: what was changed goes back, and the rest is left alone", async () => {
  const { database, replacements, answerOne, titles } = stage();
  const run = replacements.start(old, fresh, ["v1", "v2", "v3"]);
  await answerOne();
  expect(titles("v1")).toBe("new,other");
  replacements.undo(run.id);
  for (let at = 0; at < 4; at += 1) await answerOne();
  expect(["v1", "v2", "v3"].map(titles)).toEqual(["old,other", "old,other", "old,other"]);
  expect(replacements.list().flatMap(({ items }) => items.filter(({ state }) => state === "waiting"))).toEqual([]);
  replacements.stop();
  database.close();
});

it("does not undo over what somebody changed since", async () => {
  const { database, replacements, answerOne, titles } = stage();
  const run = replacements.start(old, fresh, ["v1"]);
  await answerOne();
  expect(titles("v1")).toBe("new,other");
  const takeOff = replacements.start(other, null, ["v1"]);
  for (let at = 0; at < 2; at += 1) await answerOne();
  expect(titles("v1")).toBe("new");
  replacements.undo(run.id);
  for (let at = 0; at < 2; at += 1) await answerOne();
  expect(titles("v1")).toBe("new");
  expect(replacements.list().find(({ undoes }) => undoes === run.id)?.items[0]?.state).toBe("unchanged");
  expect(takeOff.to).toBeNull();
  replacements.stop();
  database.close();
});
