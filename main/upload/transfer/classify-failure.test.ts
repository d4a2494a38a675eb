import { describe, expect, it } from "vitest";
import { BigGoError } from "../../biggo/biggo-error.ts";
import { apply, confirming, failed } from "../machine/machine-samples.ts";
import { classifySendFailure } from "./classify-failure.ts";

describe("what comes instead of BigGo's answer", () => {
  const raised = (error: BigGoError) => apply(confirming, failed(classifySendFailure(error, true)));

  it("is no answer to a whole body: a gateway that asks to wait, or can no longer be trusted, may have passed it on", () => {
    const unavailable = raised(new BigGoError("rate-limited", "503", { httpStatus: 503, retryAfterMs: 5000 }));
    expect(unavailable.row).toMatchObject({ state: { phase: "uncertain" }, uncertainBefore: true });
    expect(unavailable.effects).toContainEqual({ type: "holdForRateLimit", retryAfterMs: 5000 });
    expect(raised(new BigGoError("tls", "bad record")).row.state.phase).toBe("uncertain");
    // A 429 is BigGo's own no, before any work.
    expect(raised(new BigGoError("rate-limited", "429", { httpStatus: 429 })).row.state.phase).toBe("queued");
  });
});
