import { describe, expect, it } from "vitest";
import { toErrorValue } from "./app-error.ts";
import { BigGoError } from "./biggo-error.ts";
import { type RawResponse, readResponse } from "./response.ts";
import { createTokenSource } from "./token.ts";
import { defaultTimers, type Transport } from "./transport.ts";

/** A source whose endpoint gives these responses, the last one again and again. */
function sourceOver(...responses: (RawResponse | BigGoError)[]) {
  let requests = 0;
  let nowMs = 0;
  const transport: Pick<Transport, "send" | "read" | "timers"> = {
    timers: defaultTimers,
    read: (_url, response) => readResponse(response, 0),
    async send() {
      const response = responses[Math.min(requests, responses.length - 1)];
      requests += 1;
      if (response === undefined || response instanceof BigGoError) throw response;
      return response;
    },
  };
  const tokens = createTokenSource({
    baseUrl: "https://biggo.example",
    credentials: { clientId: "id", clientSecret: "secret" },
    transport: transport as Transport,
    monotonicNow: () => nowMs,
  });
  return {
    tokens,
    requests: () => requests,
    passMs(ms: number) {
      nowMs += ms;
    },
  };
}

const answer = (status: number, body: unknown): RawResponse => ({
  status,
  headers: {},
  text: typeof body === "string" ? body : JSON.stringify(body),
});
const failureOf = async (response: RawResponse | BigGoError) => {
  const error = await sourceOver(response)
    .tokens.get()
    .then(
      () => null,
      (cause: unknown) => cause,
    );
  if (!(error instanceof BigGoError)) throw new Error("it did not fail with a BigGoError");
  return error;
};
const envelope = (code: number) => ({ result: false, error: { code, message: "no" } });

describe("token endpoint: code 1012, a WAF's 403 HTML, 500", () => {
  it.each([
    [400, envelope(1012), "server"],
    [200, envelope(1012), "server"],
    [400, envelope(1013), "server"],
    [400, envelope(1014), "server"],
    [401, envelope(3), "server"],
    [400, envelope(4), "server"],
    [401, envelope(2), "server"],
    [400, envelope(1002), "server"],
    [400, envelope(1006), "server"],
    [400, envelope(7777), "server"],
    [403, "<h1>Forbidden</h1>", "not-biggo"],
    [401, "<h1>Unauthorized</h1>", "not-biggo"],
    [401, "", "not-biggo"],
    [403, { message: "Forbidden" }, "not-biggo"],
    [404, { error: { code: 404, message: "no route" } }, "not-biggo"],
    [400, { error: "invalid_request" }, "not-biggo"],
    [413, "", "not-biggo"],
    [200, "<html>Sign in to this network</html>", "not-biggo"],
    [200, { result: true }, "not-biggo"],
    [500, "", "server"],
    [502, { error: "invalid_client" }, "server"],
    [503, envelope(1003), "server"],
    [429, envelope(1003), "rate-limited"],
  ])("never calls a good key bad: %i %j", async (status, body, kind) => {
    const error = await failureOf(answer(status, body));
    expect(error).toMatchObject({ kind, atTokenEndpoint: true, retryable: true, biggoCode: undefined });
    expect(toErrorValue(error).retryable).toBe(true);
  });

  it("passes on a timeout and a broken connection as such", async () => {
    expect(await failureOf(new BigGoError("timeout", "slow", { timer: "answer" }))).toMatchObject({ kind: "timeout" });
    const reset = new BigGoError("network", "reset", { systemCode: "ECONNRESET" });
    expect(await failureOf(reset)).toMatchObject({ kind: "network", systemCode: "ECONNRESET", atTokenEndpoint: true });
  });

  it.each([
    [401, { error: "invalid_client" }, "wrong-key"],
    [200, { error: "invalid_client" }, "wrong-key"],
    [400, { result: false, error: "invalid_client" }, "wrong-key"],
    [401, envelope(1003), "wrong-key"],
    [400, envelope(1004), "key-revoked"],
    [400, { result: false, error: { code: "1005", message: null } }, "wrong-key"],
  ])("believes an answer that says so: %i %j", async (status, body, code) => {
    const error = await failureOf(answer(status, body));
    expect(error.kind).toBe("credentials");
    expect(toErrorValue(error)).toMatchObject({ code, retryable: false });
  });

  it("asks again at the next call, and uses the token it gets then", async () => {
    const { tokens } = sourceOver(answer(403, "<h1>Forbidden</h1>"), answer(200, { access_token: "t", expires_in: 9 }));
    await expect(tokens.get()).rejects.toMatchObject({ kind: "not-biggo" });
    expect(await tokens.get()).toBe("t");
  });
});

describe("expires_in absent or odd", () => {
  it.each([undefined, null, "", "soon", 0, -5, [], {}, Number.NaN])("uses the token for a while: %j", async (value) => {
    const source = sourceOver(answer(200, { access_token: "t", token_type: "bearer", expires_in: value }));
    expect(await source.tokens.get()).toBe("t");
    source.passMs(300_000);
    await source.tokens.get();
    expect(source.requests()).toBe(1);
    source.passMs(300_000);
    await source.tokens.get();
    expect(source.requests()).toBe(2);
  });

  it("takes a number that was written as text, and believes no lifetime beyond a day", async () => {
    const text = sourceOver(answer(200, { access_token: "t", expires_in: "3600" }));
    await text.tokens.get();
    text.passMs(3_500_000);
    await text.tokens.get();
    expect(text.requests()).toBe(1);
    const epoch = sourceOver(answer(200, { access_token: "t", expires_in: 1_764_000_000 }));
    await epoch.tokens.get();
    epoch.passMs(86_400_000);
    await epoch.tokens.get();
    expect(epoch.requests()).toBe(2);
  });
});
