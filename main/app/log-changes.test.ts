import { describe, expect, it } from "vitest";
import { noHolds } from "../../shared/model/upload.ts";
import { describeAccount, logHolds } from "./log-changes.ts";

const error = { code: "tls", message: "self-signed /home/ada", retryable: true, details: {} } as const;

describe("logHolds", () => {
  it("writes one line for each hold that changed, and none for the others", () => {
    const lines: string[] = [];
    const log = logHolds((line) => lines.push(line));
    log({ ...noHolds, offline: true });
    log({ ...noHolds, offline: true });
    log({ ...noHolds, storage: "full", blocked: error });
    expect(lines).toEqual([
      "queue hold offline: false -> true",
      "queue hold offline: true -> false",
      "queue hold blocked: null -> tls",
      "queue hold storage: null -> full",
    ]);
  });
});

describe("describeAccount", () => {
  it("names the state and the error's code, never the user", () => {
    const account = { userid: "u-secret", atUserid: "@ada", region: "tw", source: "keyring", practice: false } as const;
    expect(describeAccount({ status: "connected", account })).toBe("account connected, keyring, region tw");
    expect(describeAccount({ status: "unverified", account, error })).toBe(
      "account unverified, keyring, region tw, tls",
    );
    expect(describeAccount({ status: "signed-out", error: null })).toBe("account signed-out");
  });
});
