import { describe, expect, it, vi } from "vitest";
import type { WhenDone } from "../../shared/model/settings.ts";
import { createWhenDoneWatch, whenDoneGraceMs } from "./when-done.ts";

function watched() {
  const world = { choice: "nothing" as WhenDone, busy: false };
  const announced: ({ action: string; atMs: number } | null)[] = [];
  let due: (() => void) | null = null;
  const done = { sleep: vi.fn(async () => {}), quit: vi.fn(), onFailed: vi.fn() };
  const watch = createWhenDoneWatch({
    choice: () => world.choice,
    forgetChoice: () => {
      world.choice = "nothing";
    },
    isBusy: () => world.busy,
    announce: (value) => announced.push(value),
    ...done,
    now: () => 1000,
    after: (_ms, run) => {
      due = run;
      return () => {
        due = null;
      };
    },
  });
  const become = async (change: Partial<typeof world>) => {
    Object.assign(world, change);
    watch.evaluate();
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { watch, world, announced, become, done, passTime: () => due?.() };
}

describe("createWhenDoneWatch", () => {
  it("announces, waits, acts once and resets the choice", async () => {
    const { announced, become, done, passTime, world } = watched();
    await become({ choice: "sleep", busy: true });
    expect(announced).toEqual([]);
    await become({ busy: false });
    expect(announced).toEqual([{ action: "sleep", atMs: 1000 + whenDoneGraceMs }]);
    expect(done.sleep).not.toHaveBeenCalled();
    passTime();
    expect(done.sleep).toHaveBeenCalledOnce();
    expect(world.choice).toBe("nothing");
    await become({ busy: true });
    await become({ busy: false });
    expect(done.sleep).toHaveBeenCalledOnce();
  });

  it("does nothing when the queue was idle from the start", async () => {
    const { announced, become, passTime, done } = watched();
    await become({ choice: "quit" });
    passTime();
    expect(announced).toEqual([]);
    expect(done.quit).not.toHaveBeenCalled();
  });

  it("is cancelled by the user, by another choice, and by more work, which it waits for", async () => {
    const { watch, announced, become, done, passTime } = watched();
    await become({ choice: "quit", busy: true });
    await become({ busy: false });
    await become({ busy: true });
    expect(announced.at(-1)).toBeNull();
    await become({ busy: false });
    watch.cancel();
    expect(announced.at(-1)).toBeNull();
    passTime();
    expect(done.quit).not.toHaveBeenCalled();
  });

  it("reports when the computer refuses to sleep", async () => {
    const { become, done, passTime } = watched();
    done.sleep.mockRejectedValueOnce(new Error("no"));
    await become({ choice: "sleep", busy: true });
    await become({ busy: false });
    passTime();
    await new Promise((resolve) => setImmediate(resolve));
    expect(done.onFailed).toHaveBeenCalledOnce();
  });
});
