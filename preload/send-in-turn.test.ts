import { describe, expect, it } from "vitest";
import { createSendInTurn } from "./send-in-turn.ts";

/** Calls that are answered by hand, in the order in which they were sent. */
function fixture() {
  const sendInTurn = createSendInTurn();
  const sent: { name: string; answer: (text: string) => void; fail: (error: Error) => void }[] = [];
  const call = (name: string, size = 10) =>
    sendInTurn(size, () => new Promise((answer, fail) => void sent.push({ name, answer, fail })));
  const settle = () => new Promise((resolve) => setTimeout(resolve));
  return { call, sent, settle };
}

describe("createSendInTurn", () => {
  it("sends a bounded number at once, in order, and all in the end", async () => {
    const { call, sent, settle } = fixture();
    const calls = Array.from({ length: 1000 }, (_, n) => call(String(n)));
    await settle();
    expect(sent).toHaveLength(256);
    for (let n = 0; n < 1000; n += 1) {
      sent[n]?.answer(`answer ${n}`);
      await Promise.resolve();
      if (n % 50 === 0) await settle();
      expect(sent.length).toBeLessThanOrEqual(n + 1 + 256);
      while (sent.length <= n + 1 && n < 999) await settle();
    }
    expect(await Promise.all(calls)).toEqual(Array.from({ length: 1000 }, (_, n) => `answer ${n}`));
    expect(sent.map(({ name }) => name)).toEqual(Array.from({ length: 1000 }, (_, n) => String(n)));
  });

  it("lets no large call wait for small ones, nor the other way around", async () => {
    const { call, sent, settle } = fixture();
    const calls = [
      ...Array.from({ length: 300 }, () => call("small")),
      ...Array.from({ length: 10 }, () => call("large", 1_000_000)),
    ];
    await settle();
    expect(sent.filter(({ name }) => name === "large")).toHaveLength(3);
    expect(sent.filter(({ name }) => name === "small")).toHaveLength(256);
    while (sent.length > 0) {
      for (const { answer } of sent.splice(0)) answer("done");
      await settle();
    }
    expect(await Promise.all(calls)).toHaveLength(310);
  });

  it("gives the turn of a failed call to the next", async () => {
    const { call, sent, settle } = fixture();
    const calls = Array.from({ length: 257 }, (_, n) => call(String(n)).catch(() => "failed"));
    await settle();
    sent[0]?.fail(new Error("gone"));
    await settle();
    expect(sent).toHaveLength(257);
    for (const { answer } of sent) answer("done");
    expect((await Promise.all(calls)).slice(0, 2)).toEqual(["failed", "done"]);
  });
});
