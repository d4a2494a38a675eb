import { describe, expect, it } from "vitest";
import { AppError } from "../../shared/errors.ts";
import { BigGoError } from "../biggo/biggo-error.ts";
import { answerCall, type Handlers } from "./answer-call.ts";
import type { CallLimits } from "./call-limits.ts";

const logged: string[] = [];
const log = (logId: string) => void logged.push(logId);
const handlers = {
  "uploads.cancel": ({ id }: { id: string }) => {
    if (id === "unknown") throw new AppError("not-found", "No such upload");
    if (id === "bug") throw new TypeError("x is undefined, at /home/me/secret");
    if (id === "biggo") throw new BigGoError("refused", "no", { biggoCode: 1003 });
  },
} as unknown as Handlers;
const limits: CallLimits = { enter: () => () => {} };
const call = (name: unknown, input?: unknown) => answerCall({ handlers, limits, log }, name, input);

describe("answerCall", () => {
  it("returns the value of a valid call", async () => {
    expect(await call("uploads.cancel", { id: "a" })).toEqual({ ok: true, value: undefined });
  });

  it("rejects names outside the contract, including inherited ones", async () => {
    for (const name of ["nothing", "toString", "__proto__", 7, null]) {
      expect(await call(name)).toMatchObject({ ok: false, error: { code: "not-allowed" } });
    }
  });

  it("rejects input that does not match the schema", async () => {
    for (const input of [undefined, {}, { id: 7 }, { id: "x".repeat(100) }]) {
      expect(await call("uploads.cancel", input)).toMatchObject({ ok: false, error: { code: "invalid-input" } });
    }
  });

  it("passes expected failures on with their code", async () => {
    expect(await call("uploads.cancel", { id: "unknown" })).toMatchObject({ ok: false, error: { code: "not-found" } });
    expect(await call("uploads.cancel", { id: "biggo" })).toMatchObject({
      ok: false,
      error: { code: "not-yours", details: { biggoCode: 1003 } },
    });
  });

  it("logs unexpected errors and returns only their log id", async () => {
    const answer = await call("uploads.cancel", { id: "bug" });
    expect(answer).toMatchObject({ ok: false, error: { code: "internal", details: { logId: logged.at(-1) } } });
    expect(JSON.stringify(answer)).not.toContain("secret");
  });
});
