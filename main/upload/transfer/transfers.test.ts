import { describe, expect, it, vi } from "vitest";
import type { UploadRequest } from "../../biggo/upload-video.ts";
import { sending } from "../machine/machine-samples.ts";
import { defaultRetryPolicy } from "../model/retry-policy.ts";
import type { AddedFile } from "../model/upload-row.ts";
import { createTransfers, type TransferDeps } from "./transfers.ts";

describe("createTransfers", () => {
  it("listens before it sends only when an earlier attempt failed", async () => {
    const requests: UploadRequest[] = [];
    const transfers = createTransfers({
      open: (added: AddedFile) => ({ verifyUnchanged: async () => added.file }),
      client: {
        async upload(request: UploadRequest) {
          requests.push(request);
          return "v";
        },
      },
      runner: () => ({ report: vi.fn(), dispatch: vi.fn(), get: () => undefined, rows: () => [] }),
      meter: { begin: () => ({ sent: vi.fn(), hold: vi.fn(), end: vi.fn() }) },
      clock: { now: () => 0, after: () => () => {} },
      monotonicNow: () => 0,
      random: () => 0.5,
      network: () => ({ losses: 0, gone: false }),
      policy: defaultRetryPolicy,
    } as unknown as TransferDeps);
    transfers.start(sending);
    await new Promise(setImmediate);
    transfers.start({ ...sending, attempts: 2, failures: 1 });
    await new Promise(setImmediate);
    expect(requests.map(({ listenMs }) => listenMs)).toEqual([undefined, 500]);
  });
});
