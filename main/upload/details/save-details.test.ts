import { expect, it, vi } from "vitest";
import { BigGoError } from "../../biggo/biggo-error.ts";
import { defaultRetryPolicy } from "../model/retry-policy.ts";
import { sampleRow } from "../model/upload-row-sample.ts";
import { createDetailsSaver, type SaveDetailsDeps } from "./save-details.ts";

/** A saver of one row over a BigGo on which the video has these details. */
function setup(current: () => Promise<object>, access: "public" | "private" = "public") {
  const row = sampleRow({
    state: { phase: "saving", videoId: "v", error: null },
    details: { ...sampleRow().details, title: "Mine", description: "Mine", access },
    detailsRevision: 1,
    savedRevision: 0,
  });
  const replace = vi.fn(async (_videoId: string, _details: object) => {});
  const update = vi.fn(async (_videoId: string, _changes: object) => {});
  const onDetailsSaved = vi.fn();
  const report = vi.fn();
  const saver = createDetailsSaver({
    client: { videos: { replace, update } },
    runner: () => ({ get: () => row, report }),
    policy: defaultRetryPolicy,
    random: () => 0.5,
    explain: async (error: unknown) =>
      error instanceof BigGoError && error.kind === "refused"
        ? { code: "invalid-input", message: "", retryable: false, details: {} }
        : { code: "no-network", message: "", retryable: true, details: {} },
    publish: vi.fn(),
    currentDetails: vi.fn(current),
    onDetailsSaved,
    schedule: vi.fn(),
  } as unknown as SaveDetailsDeps);
  return { row, saver, replace, update, onDetailsSaved, report };
}

it("sends the details of a new video without reading it", async () => {
  const { row, saver, replace, onDetailsSaved } = setup(() => Promise.reject(new Error("read")));
  await saver.save(row.id, true);
  expect(replace).toHaveBeenCalledWith("v", expect.objectContaining({ title: "Mine", description: "Mine" }));
  expect(onDetailsSaved).toHaveBeenCalledWith("v", row, {});
});

it("overwrites nothing that another device has set since the upload", async () => {
  const { row, saver, replace, update, onDetailsSaved } = setup(async () => ({
    description: "from a phone",
    access: "public",
    products: [],
  }));
  await saver.save(row.id);
  expect(replace).not.toHaveBeenCalled();
  expect(update).toHaveBeenCalledWith("v", expect.not.objectContaining({ description: expect.anything() }));
  expect(update).toHaveBeenCalledWith("v", expect.objectContaining({ title: "Mine", access: "public" }));
  expect(onDetailsSaved).toHaveBeenCalledWith("v", row, { description: "from a phone" });
});

it("sends the details of a video that cannot be read yet", async () => {
  const { row, saver, replace } = setup(() => Promise.reject(new BigGoError("refused", "", { biggoCode: 1004 })));
  await saver.save(row.id);
  expect(replace).toHaveBeenCalledTimes(1);
});

it("tries again when the video cannot be read now", async () => {
  const { row, saver, replace, update, report } = setup(() => Promise.reject(new BigGoError("network", "reset")));
  await saver.save(row.id);
  expect(replace).not.toHaveBeenCalled();
  expect(update).not.toHaveBeenCalled();
  expect(report).toHaveBeenCalledWith(row.id, expect.objectContaining({ type: "detailsFailed" }));
});

it.each([
  { elsewhere: "public", calls: [["v", { access: "private" }]] },
  { elsewhere: "unlisted", calls: [] },
])(
  "keeps a video private whose details are refused, unless it is $elsewhere elsewhere",
  async ({ elsewhere, calls }) => {
    const { row, saver, replace, update } = setup(
      async () => ({ description: "", access: elsewhere, products: [] }),
      "private",
    );
    const refusal = new BigGoError("refused", "", { biggoCode: 1006 });
    replace.mockRejectedValueOnce(refusal);
    update.mockImplementationOnce(async () => {
      if (elsewhere !== "public") throw refusal;
    });
    await saver.save(row.id);
    expect(update.mock.calls.filter(([, changes]) => Object.keys(changes).join() === "access")).toEqual(calls);
  },
);
