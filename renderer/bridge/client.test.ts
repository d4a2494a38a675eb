import { describe, expect, it } from "vitest";
import type { Door } from "../../shared/ipc/bridge.ts";
import { createClient, errorValueOf } from "./client.ts";
import { mediaUrlsAt } from "./media-urls.ts";
import { createMemoryBridge } from "./memory-bridge.ts";

const answering = (answer: unknown): Door => ({
  invoke: async () => answer,
  subscribe: () => () => {},
  addFiles: async () => ({ ok: false, error: { code: "internal", message: "", retryable: false, details: {} } }),
});

const codeOf = (call: Promise<unknown>) =>
  call.then(
    () => "no failure",
    (thrown: unknown) => errorValueOf(thrown).code,
  );

describe("the client", () => {
  it("answers with parsed values", async () => {
    const client = createClient(createMemoryBridge().door);
    expect((await client.call("library.snapshot")).videos).toHaveLength(1284);
    expect((await client.call("settings.set", { theme: "dark" })).theme).toBe("dark");
  });

  it("throws the door's failures as they are", async () => {
    const client = createClient(createMemoryBridge({ account: "signed-out" }).door);
    const connecting = client.call("account.connect", { clientId: "key-revoked", clientSecret: "x" });
    expect(await codeOf(connecting)).toBe("key-revoked");
  });

  it("calls an answer outside the contract internal", async () => {
    expect(await codeOf(createClient(answering("nothing")).call("app.info"))).toBe("internal");
    expect(await codeOf(createClient(answering({ ok: true, value: { version: 1 } })).call("app.info"))).toBe(
      "internal",
    );
  });

  it("drops payloads outside the contract", () => {
    const memory = createMemoryBridge();
    const heard: unknown[] = [];
    createClient(memory.door).on("files.arrived", (payload) => heard.push(payload));
    memory.publish("files.arrived", { count: 2 });
    memory.publish("files.arrived", { count: "two" } as never);
    expect(heard).toEqual([{ count: 2 }]);
  });

  it("keeps ids from leaving their place in an address", () => {
    expect(mediaUrlsAt("app://uploader/media").cover("../secret", "a&b")).toBe(
      "app://uploader/media/cover/..%2Fsecret?v=a%26b",
    );
  });
});
