import { setImmediate } from "node:timers/promises";
import { afterEach, expect, it, vi } from "vitest";
import { createBigGoClient } from "./index.ts";
import { defaultPace } from "./request-pace.ts";
import { startScriptedServer } from "./scripted-server.test-harness.ts";

let end = async () => {};
afterEach(async () => {
  vi.useRealTimers();
  await end();
});

it("sends no more requests at once than the pace permits", { timeout: 60_000 }, async () => {
  let received = 0;
  const server = await startScriptedServer(() => {
    received += 1;
    return undefined;
  });
  // Time stands still, so that nothing more becomes due.
  vi.useFakeTimers({ toFake: ["setTimeout"] });
  const credentials = { clientId: "i", clientSecret: "s" };
  const client = createBigGoClient({ baseUrl: server.url, credentials, monotonicNow: () => 0 });
  end = async () => {
    await client.close();
    await server.close();
  };
  const aborting = new AbortController();
  const calls = Array.from({ length: defaultPace.burst + 50 }, () =>
    client.hasPermission(aborting.signal).catch(() => {}),
  );
  while (received < defaultPace.burst) await setImmediate();
  const untilMs = performance.now() + 500;
  while (performance.now() < untilMs) await setImmediate();
  expect(received).toBe(defaultPace.burst);
  aborting.abort();
  await Promise.all(calls);
});
