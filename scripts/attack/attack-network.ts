import { createRandom, pick, whole } from "../../sandbox/seeded-random.ts";
import { signIn } from "../../sandbox/test-client.ts";
import { callBridge } from "../window/call-bridge.ts";
import { type AttackResult, type AttackTarget, shareOf } from "./attack.ts";
import { observeMain } from "./observe-main.ts";

const oddValues: readonly [unknown, ...unknown[]] = [
  null,
  [],
  {},
  "",
  "odd",
  -1,
  0.5,
  -1e14,
  1e15,
  1e300,
  "9".repeat(300),
  "\ud83d",
  [[]],
  true,
  "<b>x</b>",
  "../..",
  "__proto__",
];

/** Replaces fields of a value at random. */
function mutate(random: () => number, value: unknown, chance: number): unknown {
  if (random() < chance) return pick(random, oddValues);
  if (Array.isArray(value)) return value.map((part) => mutate(random, part, chance));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, mutate(random, part, chance)]));
}

const nested = (depth: number) => "[".repeat(depth) + "]".repeat(depth);

/** A hostile body in place of a good answer. */
function hostileBody(random: () => number, good: object): unknown {
  const text = JSON.stringify(good);
  switch (whole(random, 0, 11)) {
    case 0:
      return text.slice(0, whole(random, 0, text.length));
    case 1:
      return `<html>${"x".repeat(whole(random, 0, 100_000))}</html>`;
    case 2:
      return nested(whole(random, 1000, 100_000));
    case 3:
      return { error: { code: whole(random, -5, 2000), message: "x".repeat(pick(random, [10, 100_000, 9_000_000])) } };
    case 4:
      return { result: true, user_video: { data: [], size: pick(random, [0, -1, 1e15, 1.5, "many"]) } };
    default:
      return mutate(random, good, pick(random, [0.02, 0.1, 0.5]));
  }
}

const answersInAll = 500;
/** How long each answer is given, ms. */
const answerMs = 400;
/** Requests that one answer may cause at most: a page of the listing is read four at a time, and once more. */
const requestsForAnswer = 12;

/** Answers the app's calls with hostile bodies; afterwards the library has to be what BigGo has. */
export async function attackNetwork(target: AttackTarget): Promise<AttackResult> {
  const { page, electron, sandbox } = target;
  const random = createRandom(target.seed);
  const { body: listing } = await (await signIn(sandbox)).call("GET", "user/self/video/?p=1");
  const count = shareOf(target, answersInAll);
  const violations: string[] = [];
  const requests = async () =>
    Object.values((await sandbox.state()).counts.requests).reduce((sum: number, each) => sum + Number(each), 0);
  const before = await requests();
  const load = await observeMain(electron, async () => {
    for (let each = 0; each < count; each += 1) {
      const body = hostileBody(random, listing as object);
      await sandbox.control("POST", "faults", {
        kind: "status",
        status: 200,
        body,
        times: 0,
        match: { path: "^/api/" },
      });
      const calls = [
        callBridge(page, "library.sync", undefined),
        callBridge(page, "products.find", { text: `odd ${each}`, page: 1 }),
        callBridge(page, "others.list", { whose: { kind: "liked" }, page: 1 }),
      ];
      // A call may wait before it is made again; the next answer reaches that attempt, too.
      await Promise.race([Promise.allSettled(calls), page.waitForTimeout(answerMs)]);
      await sandbox.control("DELETE", "faults");
    }
  });
  const perAnswer = ((await requests()) - before) / count;
  if (perAnswer > requestsForAnswer) violations.push(`network: ${perAnswer.toFixed(1)} requests for an answer`);
  await callBridge(page, "library.sync", undefined);
  const own = (await sandbox.ownVideos()).map(({ video_id: id }) => id).sort();
  const shown = async () =>
    (await callBridge(page, "library.snapshot", undefined)).videos.map(({ videoId }) => videoId).sort();
  for (let tries = 0; tries < 20 && String(await shown()) !== String(own); tries += 1) await page.waitForTimeout(500);
  if (String(await shown()) !== String(own))
    violations.push(`network: the library shows ${(await shown()).length} of ${own.length}`);
  return {
    layer: "network",
    figures: { answers: count, "requests per answer": Math.round(perAnswer * 10) / 10, ...load },
    violations,
  };
}
