import { describe, expect, it, vi } from "vitest";
import { keepMirror } from "./keep-mirror.ts";

interface Step {
  revision: number;
  word: string;
}

function setup() {
  let listener: (change: Step) => void = () => {};
  const snapshots: ((snapshot: Step) => void)[] = [];
  const log: string[] = [];
  const mirror = keepMirror<Step, Step>({
    subscribe: (given) => {
      log.push("subscribed");
      listener = given;
      return () => log.push("unsubscribed");
    },
    snapshot: () => {
      log.push("asked");
      return new Promise((resolve) => snapshots.push(resolve));
    },
    reset: (snapshot) => log.push(`reset ${snapshot.word}`),
    apply: (change) => log.push(`apply ${change.word}`),
    failed: (error) => log.push(`failed ${error.code}`),
  });
  const answer = async (revision: number, word: string) => {
    snapshots.shift()?.({ revision, word });
    await vi.waitFor(() => expect(log).toContain(`reset ${word}`));
  };
  return { mirror, log, answer, publish: (revision: number, word: string) => listener({ revision, word }) };
}

describe("keepMirror", () => {
  it("subscribes before it takes a snapshot and buffers changes in between", async () => {
    const { log, answer, publish } = setup();
    publish(5, "old");
    publish(6, "next");
    await answer(5, "five");
    expect(log).toEqual(["subscribed", "asked", "reset five", "apply next"]);
  });

  it("ignores changes that the snapshot already includes", async () => {
    const { log, answer, publish } = setup();
    await answer(5, "five");
    publish(5, "again");
    publish(6, "six");
    expect(log.slice(2)).toEqual(["reset five", "apply six"]);
  });

  it("takes another snapshot when a revision is skipped", async () => {
    const { log, answer, publish } = setup();
    await answer(5, "five");
    publish(7, "seven");
    await answer(6, "six");
    expect(log.slice(2)).toEqual(["reset five", "asked", "reset six", "apply seven"]);
  });

  it("ignores changes after stop", async () => {
    const { mirror, log, answer } = setup();
    await answer(1, "one");
    mirror.stop();
    expect(log.at(-1)).toBe("unsubscribed");
  });
});
