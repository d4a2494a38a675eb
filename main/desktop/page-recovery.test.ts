import { describe, expect, it } from "vitest";
import { createPageRecovery, type PageQuestion } from "./page-recovery.ts";

function fixture(answers: ("reload" | "quit" | "wait")[] = []) {
  const events: string[] = [];
  const clock = { ms: 0 };
  const note = (event: string) => () => void events.push(event);
  const recovery = createPageRecovery({
    reload: note("reload"),
    reset: note("reset"),
    end: note("end"),
    quit: note("quit"),
    onRestored: note("restored"),
    log: () => {},
    now: () => clock.ms,
    ask(question: PageQuestion, signal) {
      events.push(`ask ${question}`);
      const answer = answers.shift();
      if (answer !== undefined) return Promise.resolve(answer);
      return new Promise((resolve) => signal.addEventListener("abort", () => resolve("wait")));
    },
  });
  const settled = () => new Promise((resolve) => setImmediate(resolve));
  return { events, clock, recovery, settled };
}

describe("createPageRecovery", () => {
  it.each(["killed", "crashed", "oom", "launch-failed", "abnormal-exit", "integrity-failure", "memory-eviction"])(
    "reloads the page once it is gone: %s",
    (reason) => {
      const { events, recovery } = fixture();
      recovery.gone(reason, 9);
      recovery.loaded();
      recovery.loaded();
      expect(events).toEqual(["reload", "restored"]);
    },
  );

  it("leaves a page alone that ended cleanly, and reports no restoration of the first load", () => {
    const { events, recovery } = fixture();
    recovery.loaded();
    recovery.gone("clean-exit", 0);
    recovery.loaded();
    expect(events).toEqual([]);
  });

  it("drops the view on the second failure of a minute, and asks on the fourth", async () => {
    const { events, recovery, settled } = fixture(["reload", "quit"]);
    for (let count = 0; count < 4; count += 1) recovery.gone("crashed", 5);
    await settled();
    expect(events).toEqual(["reload", "reset", "reset", "ask failing", "reset"]);
    for (let count = 0; count < 3; count += 1) recovery.gone("crashed", 5);
    await settled();
    expect(events.slice(5)).toEqual(["reset", "reset", "ask failing", "quit"]);
  });

  it("counts failures within a minute only", () => {
    const { events, clock, recovery } = fixture();
    for (let count = 0; count < 10; count += 1) {
      recovery.gone("crashed", 5);
      clock.ms += 60_000;
    }
    expect(new Set(events)).toEqual(new Set(["reload"]));
  });

  it("ends a page that does not respond when the user wants to reload it", async () => {
    const { events, recovery, settled } = fixture(["reload"]);
    recovery.unresponsive();
    await settled();
    expect(events).toEqual(["ask unresponsive", "end"]);
    recovery.gone("killed", 9);
    expect(events.at(-1)).toBe("reload");
  });

  it("asks once, and withdraws the question when the page responds again", async () => {
    const { events, recovery, settled } = fixture();
    recovery.unresponsive();
    recovery.unresponsive();
    recovery.responsive();
    await settled();
    expect(events).toEqual(["ask unresponsive"]);
    recovery.unresponsive();
    expect(events).toEqual(["ask unresponsive", "ask unresponsive"]);
  });
});
