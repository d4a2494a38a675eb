import { describe, expect, it } from "vitest";
import type { AppErrorValue, ErrorCode } from "../../shared/errors.ts";
import type { AccountState } from "../../shared/model/account.ts";
import { seedUpload } from "../bridge/memory-seed.ts";
import { awaitsNetwork, reachOf } from "./reachability.ts";

const error = (code: ErrorCode): AppErrorValue => ({ code, message: "", retryable: true, details: {} });
const account = { userid: "u", atUserid: "@u", region: null, source: "keyring", practice: false } as const;
const connected: AccountState = { status: "connected", account };
const unverified = (code: ErrorCode): AccountState => ({ status: "unverified", account, error: error(code) });

const signs = { account: connected, syncError: null, uploadWaits: false };

describe("reachOf", () => {
  it("distinguishes a refused key from a BigGo that cannot be reached", () => {
    expect(reachOf(signs).kind).toBe("reached");
    expect(reachOf({ ...signs, account: undefined }).kind).toBe("reached");
    expect(
      reachOf({ account: unverified("key-revoked"), syncError: error("no-network"), uploadWaits: true }).kind,
    ).toBe("refused");
    expect(reachOf({ ...signs, account: unverified("no-network") }).kind).toBe("unreachable");
    expect(reachOf({ ...signs, account: unverified("server-error") }).kind).toBe("unreachable");
  });

  it("is unreachable when a sync found no connection, but not for its other errors", () => {
    expect(reachOf({ ...signs, syncError: error("timeout") })).toMatchObject({
      kind: "unreachable",
      error: { code: "timeout" },
    });
    expect(reachOf({ ...signs, syncError: error("rate-limited") }).kind).toBe("reached");
  });

  it("is unreachable while an upload waits for the network", () => {
    const upload = seedUpload("a", "a.mp4", 1, 0, { phase: "waiting", untilMs: 1, reason: "network", error: null });
    expect(reachOf({ ...signs, uploadWaits: awaitsNetwork(upload) }).kind).toBe("unreachable");
    const asked = seedUpload("a", "a.mp4", 1, 0, { phase: "waiting", untilMs: 1, reason: "server", error: null });
    expect(awaitsNetwork(asked)).toBe(false);
  });
});
