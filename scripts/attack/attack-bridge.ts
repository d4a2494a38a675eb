import type { Page } from "@playwright/test";
import fc from "fast-check";
import type { Answer } from "../../shared/ipc/bridge.ts";
import { type CallName, calls } from "../../shared/ipc/contract.ts";
import { type AttackResult, type AttackTarget, shareOf } from "./attack.ts";
import { observeMain } from "./observe-main.ts";

interface MalformedCall {
  name: string;
  input: unknown;
}

const names = Object.keys(calls) as CallName[];
const keys = [
  "id",
  "videoId",
  "videoIds",
  "action",
  "patch",
  "choices",
  "text",
  "page",
  "reviewId",
  "seen",
  "name",
  "days",
];
const odd = fc.oneof(
  fc.anything({ maxDepth: 4, withBigInt: true, withDate: true }),
  fc.constantFrom<unknown>(
    "__proto__",
    "x".repeat(2000),
    -1,
    1e308,
    Number.NaN,
    "\ud800",
    "../../etc/passwd",
    "' OR 1=1 --",
  ),
  fc.constant(null),
);
const input = fc.oneof(
  odd,
  fc.dictionary(fc.constantFrom(...keys), odd, { minKeys: 1 }),
  fc.array(odd, { maxLength: 4 }),
);
const strangeName = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.constantFrom("__proto__", "constructor", "toString", "bridge:add-paths", "fs.readFile", "eval"),
  fc.tuple(fc.constantFrom(...names), fc.constantFrom(" ", "\0", "\n", "\u200b", "X")).map(([name, end]) => name + end),
);
const isKnown = (name: string): name is CallName => (names as string[]).includes(name);

/** Calls of the bridge that main has to refuse; the same ones for a seed. */
function makeMalformedCalls(seed: number, count: number): MalformedCall[] {
  const malformed = fc
    .record({ name: fc.oneof(strangeName, fc.constantFrom(...names), fc.constantFrom(...names)), input })
    .filter(({ name, input: sent }) => !isKnown(name) || !calls[name].input.safeParse(sent).success);
  return fc.sample(malformed, { seed, numRuns: count });
}

interface Outcome {
  /** Answers by their code: `ok` for a result, `thrown` for none. */
  codes: Record<string, number>;
  /** The positions of calls that were answered with a result. */
  accepted: number[];
}

/** Makes calls in the page at once. */
function callAll(page: Page, sent: MalformedCall[]): Promise<Outcome> {
  return page.evaluate(async (all) => {
    const { biggo } = globalThis as unknown as { biggo: { invoke(name: string, input: unknown): Promise<string> } };
    const outcome: { codes: Record<string, number>; accepted: number[] } = { codes: {}, accepted: [] };
    const make = async ({ name, input: given }: MalformedCall, index: number) => {
      const answer = await biggo.invoke(name, given).then(
        (text) => JSON.parse(text) as Answer<unknown>,
        () => null,
      );
      const code = answer === null ? "thrown" : answer.ok ? "ok" : answer.error.code;
      outcome.codes[code] = (outcome.codes[code] ?? 0) + 1;
      if (code === "ok") outcome.accepted.push(index);
    };
    await Promise.all(all.map(make));
    return outcome;
  }, sent);
}

const seeds = 3;
const callsOfSeed = 10_000;
/** So few at once that hardly any is refused for their number, and all are looked at. */
const batch = 200;
const pauseMs = 100;

/** Makes malformed calls through the page's own bridge: none may be accepted, and nothing may reject across it. */
export async function attackBridge(target: AttackTarget): Promise<AttackResult> {
  const { page, electron } = target;
  const violations: string[] = [];
  const codes: Record<string, number> = {};
  const count = shareOf(target, callsOfSeed);
  const load = await observeMain(electron, async () => {
    for (let seed = target.seed; seed < target.seed + seeds; seed += 1) {
      const all = makeMalformedCalls(seed, count);
      for (let start = 0; start < all.length; start += batch) {
        const sent = all.slice(start, start + batch);
        const outcome = await callAll(page, sent);
        for (const [code, number] of Object.entries(outcome.codes)) codes[code] = (codes[code] ?? 0) + number;
        await page.waitForTimeout(pauseMs);
        for (const index of outcome.accepted)
          violations.push(`bridge: accepted ${JSON.stringify(sent[index])?.slice(0, 200)}`);
      }
    }
  });
  for (const code of ["thrown", "internal"]) {
    if ((codes[code] ?? 0) > 0) violations.push(`bridge: ${codes[code]} calls ended as ${code}`);
  }
  return {
    layer: "bridge",
    figures: { "malformed calls": seeds * count, "too many": codes["too-many-calls"] ?? 0, ...load },
    violations,
  };
}
