import { describe, expect, it, vi } from "vitest";
import { AppError } from "../../shared/errors.ts";
import type { Client } from "../bridge/client.ts";
import { callKey, callPages, callQuery } from "./call-query.ts";
import { createQueryClient } from "./query-client.ts";

function setup(answer: () => Promise<unknown>) {
  const call = vi.fn(answer);
  const client = { call } as unknown as Client;
  return { call, client, cache: createQueryClient(client) };
}

describe("createQueryClient", () => {
  it("makes the call that a key names, with its input", async () => {
    const { call, cache } = setup(async () => []);
    await cache.fetchQuery(callQuery("templates.list"));
    await cache.fetchQuery(callQuery("bulk.items", { id: "job" }));
    expect(call.mock.calls).toEqual([["templates.list"], ["bulk.items", { id: "job" }]]);
  });

  it("does not retry a failure that is not retryable", async () => {
    const { call, cache } = setup(() => Promise.reject(new AppError("not-allowed", "no")));
    await expect(cache.fetchQuery({ ...callQuery("bulk.jobs"), retryDelay: 0 })).rejects.toThrow("no");
    expect(call).toHaveBeenCalledTimes(1);
  });

  it("retries a retryable failure twice", async () => {
    const { call, cache } = setup(() => Promise.reject(new AppError("timeout", "late", { retryable: true })));
    const retry = cache.getDefaultOptions().queries?.retry;
    await expect(cache.fetchQuery({ ...callQuery("bulk.jobs"), retry, retryDelay: 0 } as never)).rejects.toThrow(
      "late",
    );
    expect(call).toHaveBeenCalledTimes(3);
  });
});

describe("callKey", () => {
  it("invalidates every input of a call by its name alone", async () => {
    const { cache } = setup(async () => []);
    await cache.fetchQuery(callQuery("bulk.items", { id: "a" }));
    await cache.invalidateQueries({ queryKey: callKey("bulk.items") });
    expect(cache.getQueryState(callQuery("bulk.items", { id: "a" }).queryKey)?.isInvalidated).toBe(true);
  });
});

describe("callPages", () => {
  it("fetches pages until there is none", async () => {
    const { call, client, cache } = setup(async () => ({ page: call.mock.calls.length, pages: 2 }));
    const pages = callPages(
      client,
      "others.list",
      (page) => ({ whose: { kind: "liked" }, page }),
      (last) => (last.page < last.pages ? last.page + 1 : undefined),
    );
    const { pages: read } = await cache.fetchInfiniteQuery({ ...pages, pages: 5 });
    expect(read).toHaveLength(2);
    expect(call.mock.calls.map(([, input]: unknown[]) => (input as { page: number }).page)).toEqual([1, 2]);
  });
});
