import { randomUUID } from "node:crypto";
import type { DatabaseSync } from "node:sqlite";
import { sameProducts, type TaggedProduct } from "../../shared/model/product.ts";
import {
  type PlannedChange,
  type Replacement,
  type ReplacementItem,
  replacementSchema,
  withReplaced,
} from "../../shared/model/replacement.ts";
import { toErrorValue } from "../biggo/app-error.ts";
import { readJson } from "../database/stored-json.ts";
import type { KnownProducts } from "./video-products.ts";

export interface ReplacementsDeps {
  database: DatabaseSync;
  known: () => ReadonlyMap<string, KnownProducts>;
  /** The video's products as BigGo has them now. Rejects when it cannot be asked. */
  products: (videoId: string) => Promise<TaggedProduct[]>;
  /** Stores the change of a video; it is sent from there. */
  change: (videoId: string, products: TaggedProduct[]) => void;
  onChange: () => void;
  now: () => number;
  after: (ms: number, run: () => void) => () => void;
}

/** Swaps a product on many videos: looked at first, then carried out one by one, also after a restart, and undone. */
export interface Replacements {
  /** What each video would see; nothing is changed. */
  plan(from: TaggedProduct, to: TaggedProduct | null): PlannedChange[];
  start(from: TaggedProduct, to: TaggedProduct | null, videoIds: readonly string[]): Replacement;
  /** Puts back what a replacement changed, where nobody has changed it again. Null: there is none of that id. */
  undo(id: string): Replacement | null;
  /** The last ones first. */
  list(): Replacement[];
  /** Goes on with what an earlier run left. */
  resume(): void;
  stop(): void;
}

const mostKept = 20;
const retryMs = 15_000;

/** Builds the replacements over their table. */
export function createReplacements(deps: ReplacementsDeps): Replacements {
  const { database, now, after } = deps;
  const upsert = database.prepare("INSERT OR REPLACE INTO replacement VALUES (?, ?, ?)");
  const prune = database.prepare(
    `DELETE FROM replacement WHERE id NOT IN (SELECT id FROM replacement ORDER BY made_at_ms DESC LIMIT ?)
     AND replacement NOT LIKE '%"state":"waiting"%'`,
  );
  const all = new Map<string, Replacement>();
  for (const row of database.prepare("SELECT replacement FROM replacement ORDER BY made_at_ms").all()) {
    const replacement = readJson(replacementSchema, row.replacement);
    if (replacement !== null) all.set(replacement.id, replacement);
  }
  let running = false;
  let stopped = false;
  let callOff = () => {};

  const put = (replacement: Replacement) => {
    upsert.run(replacement.id, replacement.madeAtMs, JSON.stringify(replacement));
    all.set(replacement.id, replacement);
    deps.onChange();
  };
  const settle = (id: string, videoId: string, outcome: Partial<ReplacementItem>) => {
    const replacement = all.get(id);
    if (replacement === undefined) return;
    const items = replacement.items.map((item) => (item.videoId === videoId ? { ...item, ...outcome } : item));
    put({ ...replacement, items });
  };

  const stateOf = (id: string, videoId: string) => all.get(id)?.items.find((item) => item.videoId === videoId)?.state;

  /** The list a video is to have; an undo puts back the list as it was, unless somebody changed it since. */
  const nextList = ({ from, to, undoes }: Replacement, videoId: string, list: TaggedProduct[]) => {
    const undone = undoes === null ? undefined : all.get(undoes);
    const before = undone?.items.find((item) => item.videoId === videoId)?.before ?? null;
    if (undone?.from.ref == null || before === null) return from.ref === null ? list : withReplaced(list, from.ref, to);
    return sameProducts(withReplaced(before, undone.from.ref, undone.to), list) ? before : list;
  };

  /** False when BigGo cannot be asked now. */
  const carryOut = async (replacement: Replacement, videoId: string): Promise<boolean> => {
    try {
      const before = await deps.products(videoId);
      if (stopped) return false;
      // Called off while BigGo was asked.
      if (stateOf(replacement.id, videoId) !== "waiting") return true;
      const next = nextList(replacement, videoId, before);
      const same = sameProducts(next, before);
      // The change first: were the order turned, a crash in between would call a change done that nobody stored.
      if (!same) deps.change(videoId, [...next]);
      settle(replacement.id, videoId, { state: same ? "unchanged" : "changed", before: same ? null : before });
      return true;
    } catch (cause) {
      const error = toErrorValue(cause);
      if (error.retryable || stopped) return false;
      settle(replacement.id, videoId, { state: "failed", error });
      return true;
    }
  };

  const nextWaiting = () => {
    for (const replacement of all.values()) {
      const item = replacement.items.find(({ state }) => state === "waiting");
      if (item !== undefined) return { replacement, videoId: item.videoId };
    }
    return null;
  };

  /** False when something has to wait. */
  const runWaiting = async (): Promise<boolean> => {
    for (let next = nextWaiting(); next !== null && !stopped; next = nextWaiting()) {
      if (!(await carryOut(next.replacement, next.videoId))) return false;
    }
    return true;
  };

  const run = async () => {
    if (running || stopped) return;
    running = true;
    callOff();
    // What cannot be stored now is tried again like what cannot be asked for.
    const finished = await runWaiting().catch(() => false);
    running = false;
    if (!finished && !stopped) callOff = after(retryMs, () => void run());
  };

  const begin = (from: TaggedProduct, to: TaggedProduct | null, undoes: string | null, videoIds: readonly string[]) => {
    const items = videoIds.map((videoId) => ({ videoId, state: "waiting" as const, before: null, error: null }));
    const replacement: Replacement = { id: randomUUID(), madeAtMs: now(), from, to, undoes, items };
    put(replacement);
    prune.run(mostKept);
    void run();
    return replacement;
  };

  return {
    plan(from, to) {
      const { ref } = from;
      if (ref === null) return [];
      return [...deps.known()].flatMap(([videoId, { products }]) => {
        const next = withReplaced(products, ref, to);
        return next === products ? [] : [{ videoId, before: products, after: [...next] }];
      });
    },
    start: (from, to, videoIds) => begin(from, to, null, videoIds),
    undo(id) {
      const done = all.get(id);
      if (done === undefined) return null;
      // What has not been changed yet is not to be changed any more.
      const items = done.items.map((item) =>
        item.state === "waiting" ? { ...item, state: "unchanged" as const } : item,
      );
      put({ ...done, items });
      const changed = done.items.filter(({ state }) => state === "changed").map(({ videoId }) => videoId);
      return begin(done.to ?? done.from, done.to === null ? null : done.from, id, changed);
    },
    list: () => [...all.values()].sort((a, b) => b.madeAtMs - a.madeAtMs).slice(0, mostKept),
    resume: () => void run(),
    stop() {
      stopped = true;
      callOff();
    },
  };
}
