import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type CallName, calls } from "../../shared/ipc/contract.ts";
import { answerCall, type Handlers } from "./answer-call.ts";

const names = Object.keys(calls) as CallName[];
const accepted: { name: CallName; input: unknown }[] = [];
const handlers = Object.fromEntries(
  names.map((name) => [name, (input: unknown) => void accepted.push({ name, input })]),
) as unknown as Handlers;
const logged: string[] = [];
const options = {
  handlers,
  limits: { enter: () => () => {} },
  log: (_id: string, what: string) => void logged.push(what),
};

/** No answer is longer, whatever was sent. */
const maxMessageChars = 2000;

const anything = fc.anything({
  maxDepth: 6,
  withBigInt: true,
  withBoxedValues: true,
  withDate: true,
  withMap: true,
  withNullPrototype: true,
  withObjectString: true,
  withSet: true,
  withSparseArray: true,
  withTypedArray: true,
});
const inherited = fc.constantFrom("__proto__", "constructor", "toString", "hasOwnProperty", "valueOf");
const similar = fc
  .tuple(fc.constantFrom(...names), fc.constantFrom(" ", "\0", "\n", "\u200b", "\ud800", ".", "\u0130"), fc.boolean())
  .map(([name, odd, before]) => (before ? odd + name : name + odd));
const strangeName = fc
  .oneof(fc.string({ unit: "binary" }), inherited, similar, anything, fc.constant("x".repeat(1_000_000)))
  .filter((name) => !names.includes(name as CallName));

/** Values that no call takes, wherever they stand. */
const hostile = fc.constantFrom<unknown>(
  { toString: 1, valueOf: 1 },
  JSON.parse('{"__proto__": {"id": "a"}}'),
  new Array(4_000_000_000),
  Array.from({ length: 249_000 }, () => 7),
  "x".repeat(25_000_000),
  new Uint8Array(9 * 1024 * 1024),
  Array.from({ length: 30 }).reduce((below) => ({ below }), {}),
  Symbol("id"),
  () => "id",
  new Proxy(
    {},
    {
      getPrototypeOf() {
        throw new Error("trap");
      },
    },
  ),
);
const keysOfInputs = ["id", "videoId", "videoIds", "action", "patch", "choices", "text", "page", "reviewId", "jpeg"];
const hostileFields = fc.dictionary(fc.constantFrom(...keysOfInputs, "name", "days", "whose"), hostile, { minKeys: 1 });

async function send(name: unknown, input: unknown) {
  accepted.length = 0;
  const answered = await answerCall(options, name, input);
  if (!answered.ok) expect(answered.error.message.length).toBeLessThan(maxMessageChars);
  expect(JSON.stringify(answered).length).toBeLessThan(2 * maxMessageChars);
  return { answered, accepted: [...accepted] };
}

describe("answerCall, attacked", () => {
  for (const seed of [1, 2, 3]) {
    it(`accepts no call of a strange name (seed ${seed})`, async () => {
      const property = fc.asyncProperty(strangeName, anything, async (name, input) => {
        const sent = await send(name, input);
        expect(sent.answered).toMatchObject({ ok: false, error: { code: "not-allowed" } });
        expect(sent.accepted).toEqual([]);
      });
      await fc.assert(property, { seed, numRuns: 500 });
    });

    it(`passes a handler nothing but what its schema describes (seed ${seed})`, async () => {
      const property = fc.asyncProperty(fc.constantFrom(...names), anything, async (name, input) => {
        const sent = await send(name, input);
        for (const call of sent.accepted) {
          expect(call.name).toBe(name);
          expect(calls[call.name].input.safeParse(call.input).data).toEqual(call.input);
        }
        if (calls[name].input.safeParse(input).success) return;
        expect(sent.answered).toMatchObject({ ok: false, error: { code: "invalid-input" } });
        expect(sent.accepted).toEqual([]);
      });
      await fc.assert(property, { seed, numRuns: 500 });
    });

    it(`accepts no hostile value anywhere (seed ${seed})`, async () => {
      const input = fc.oneof(hostile, hostileFields, fc.array(hostile, { minLength: 1, maxLength: 3 }));
      const property = fc.asyncProperty(fc.constantFrom(...names), input, async (name, value) => {
        const sent = await send(name, value);
        if (sent.answered.ok) expect(sent.accepted).toEqual([]);
        expect(sent.answered.ok).toBe(false);
      });
      await fc.assert(property, { seed, numRuns: 200 });
    });
  }

  it("logs nothing of what was sent", () => {
    for (const what of logged) expect(names).toContain(what);
  });
});
