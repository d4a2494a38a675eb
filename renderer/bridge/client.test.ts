import { describe, expect, it } from "vitest";
import type { Bridge } from "../../shared/ipc/bridge.ts";
import { createClient, errorValueOf } from "./client.ts";
import { mediaUrlsAt } from "./media-urls.ts";
import { createMemoryBridge } from "./memory-bridge.ts";

const bridgeReturning = (answer: unknown): Bridge => ({
  invoke: async () => answer,
  subscribe: () => () => {},
  addFiles: async () => ({ ok: false, error: { code: "internal", message: "", retryable: false, details: {} } }),
});

const codeOf = (call: Promise<unknown>) =>
  call.then(
    () => "no failure",
    (thrown: unknown) => errorValueOf(thrown).code,
  );

describe("createClient", () => {
  it("returns parsed values", async () => {
    const client = createClient(createMemoryBridge().bridge);
    expect((await client.call("library.snapshot")).videoIds).toHaveLength(1284);
    expect((await client.call("settings.set", { theme: "dark" })).theme).toBe("dark");
  });

  it("throws the bridge's errors unchanged", async () => {
    const client = createClient(createMemoryBridge({ account: "signed-out" }).bridge);
    const connecting = client.call("account.connect", { clientId: "key-revoked", clientSecret: "x" });
    expect(await codeOf(connecting)).toBe("key-revoked");
  });

  it("throws an internal error for a response that violates the contract", async () => {
    expect(await codeOf(createClient(bridgeReturning("nothing")).call("app.info"))).toBe("internal");
    expect(await codeOf(createClient(bridgeReturning({ ok: true, value: { version: 1 } })).call("app.info"))).toBe(
      "internal",
    );
  });

  it("drops payloads that violate the contract", () => {
    const memory = createMemoryBridge();
    const received: unknown[] = [];
    createClient(memory.bridge).on("files.arrived", (payload) => received.push(payload));
    memory.publish("files.arrived", { count: 2 });
    memory.publish("files.arrived", { count: "two" } as never);
    expect(received).toEqual([{ count: 2 }]);
  });
});

describe("mediaUrlsAt", () => {
  it("escapes ids so that they cannot leave their path segment", () => {
    expect(mediaUrlsAt("app://uploader/media").cover("../secret", "a&b")).toBe(
      "app://uploader/media/cover/..%2Fsecret?v=a%26b",
    );
  });
});
