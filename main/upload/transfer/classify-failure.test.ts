import { describe, expect, it } from "vitest";
import { BigGoError } from "../../biggo/biggo-error.ts";
import { apply, confirming, failed } from "../machine/machine-samples.ts";
import { classifySendFailure } from "./classify-failure.ts";

describe("classifySendFailure", () => {
  const applyFailure = (error: BigGoError) => apply(confirming, failed(classifySendFailure(error, true)));

  it("leaves the outcome uncertain after a 503 or a TLS error, which may come from a gateway", () => {
    const unavailable = applyFailure(new BigGoError("rate-limited", "503", { httpStatus: 503, retryAfterMs: 5000 }));
    expect(unavailable.row).toMatchObject({ state: { phase: "uncertain" }, uncertainBefore: true });
    expect(unavailable.effects).toContainEqual({ type: "holdForRateLimit", retryAfterMs: 5000 });
    expect(applyFailure(new BigGoError("tls", "bad record")).row.state.phase).toBe("uncertain");
    // A 429 is BigGo's own response, before any work.
    expect(applyFailure(new BigGoError("rate-limited", "429", { httpStatus: 429 })).row.state.phase).toBe("queued");
  });
});
